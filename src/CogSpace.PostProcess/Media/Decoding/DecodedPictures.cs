using System.Globalization;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>Pictures of a video or GIF, decoded by FFmpeg one by one into the same memory.</summary>
/// <remarks>
/// FFmpeg turns them upright, makes their pixels square and, unless all are wanted, their rate constant, and leaves out what is
/// not asked for; so only that crosses the pipe.
/// </remarks>
internal sealed class DecodedPictures : IPictureSequence
{
    private readonly MediaFile _file;
    private readonly MediaProgram _ffmpeg;
    private readonly ReadingTimer _timer;
    private readonly ProbedVideo _video;
    private readonly byte[] _stored;
    private readonly byte[] _flat;

    private readonly PictureTimes? _times;

    private DecodedPictures(
        MediaFile file, ProbedVideo video, MediaProgram ffmpeg, PictureTimes? times, CancellationToken cancellationToken)
    {
        (_file, _video, _ffmpeg, _times) = (file, video, ffmpeg, times);
        _timer = new ReadingTimer(file, cancellationToken);
        int pixels = video.Info.Width * video.Info.Height;
        _flat = new byte[pixels * Frame.Channels];
        _stored = video.HasAlpha ? new byte[pixels * WhiteBackground.Channels] : _flat;
    }

    public string Quote => _ffmpeg.Log.Quote;

    public async Task<(int Errors, string First)> FinishAsync()
    {
        await _timer.WatchAsync(_ffmpeg.EndAsync);
        return (_ffmpeg.Log.Errors, _ffmpeg.Log.First);
    }

    /// <param name="file">That is read.</param>
    /// <param name="video">What it is.</param>
    /// <param name="rate">The constant rate that the pictures are brought to.</param>
    /// <param name="first">The first picture of the constant rate that is taken, counted from 0.</param>
    /// <param name="stride">Every so many-th picture of the constant rate is taken.</param>
    /// <param name="count">Pictures to take at most.</param>
    /// <param name="megapixels">That a picture may have at most, whatever the header said.</param>
    /// <param name="cancellationToken">Ends FFmpeg.</param>
    /// <exception cref="MediaException">FFmpeg is missing.</exception>
    public static DecodedPictures Start(
        MediaFile file, ProbedVideo video, double rate, int first, int stride, int count, int megapixels,
        CancellationToken cancellationToken) =>
        Start(
            file, video, video.Info.Frames == 1 ? "" : $"fps={rate.ToString("0.##########", CultureInfo.InvariantCulture)},",
            Some(first, stride), count, megapixels, times: null, cancellationToken);

    /// <summary>Every picture at the time at which it is shown.</summary>
    /// <inheritdoc cref="Start(MediaFile, ProbedVideo, double, int, int, int, int, CancellationToken)"/>
    public static DecodedPictures StartAll(
        MediaFile file, ProbedVideo video, int megapixels, CancellationToken cancellationToken) =>
        Start(
            file, video, PictureTimes.Filters, some: "", video.Info.Frames, megapixels, new PictureTimes(), cancellationToken);

    private static DecodedPictures Start(
        MediaFile file, ProbedVideo video, string rate, string some, int count, int megapixels, PictureTimes? times,
        CancellationToken cancellationToken) =>
        new(
            file,
            video,
            MediaProgram.Start(
                FfmpegProgram.Ffmpeg,
                [
                    .. MediaProgram.InputOptions(video.Demuxer, megapixels),
                    .. video.Form.DecoderOptions,
                    "-i",
                    MediaProgram.Input(file),
                    "-map",
                    "0:V:0",
                    "-vf",
                    Filters(video, rate, some),
                    "-fps_mode",
                    "passthrough",
                    "-frames:v",
                    count.ToString(CultureInfo.InvariantCulture),
                    "-f",
                    "rawvideo",
                    "-pix_fmt",
                    video.HasAlpha ? "rgba" : "rgb24",
                    "pipe:1",
                ],
                file,
                times,
                (long)video.Info.Width * video.Info.Height
            ),
            times,
            cancellationToken
        );

    public async Task<Frame?> NextAsync()
    {
        bool isWhole = await _timer.WatchAsync(async token =>
            await _ffmpeg.Output.ReadAtLeastAsync(_stored, _stored.Length, throwOnEndOfStream: false, token) == _stored.Length);
        if (!isWhole)
        {
            await _timer.WatchAsync(_ffmpeg.EndAsync); // its last words
            return null;
        }

        if (_video.HasAlpha)
            WhiteBackground.Flatten(_stored, _flat);
        var frame = new Frame(_video.Info.Width, _video.Info.Height, _flat);
        return _times is null ? frame : frame.At(await _timer.WatchAsync(_times.NextAsync));
    }

    public async ValueTask DisposeAsync()
    {
        await _ffmpeg.DisposeAsync();
        _timer.Dispose();
    }

    private static string Some(int first, int stride) =>
        first == 0 && stride == 1 ? "" : $"select=gte(n\\,{first})*not(mod(n-{first}\\,{stride})),";

    // The size is said although it is the video's own: one that changes on the way is brought back to it.
    private static string Filters(ProbedVideo video, string rate, string some) =>
        $"{video.Form.FieldFilters}{rate}{some}{video.Form.ColourFilters}" +
        $"scale={video.Info.Width}:{video.Info.Height}:in_color_matrix={video.Matrix}:" +
        "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp";
}
