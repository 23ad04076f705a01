using FFMpegCore;
using FFMpegCore.Enums;

namespace CogSpace.PostProcess.Media;

/// <summary>Writes frames to an MP4 that every browser plays: H.264, yuv420p, BT.709, constant frame rate, index first.</summary>
public sealed class VideoWriter(EncodingOptions options)
{
    /// <summary>For FFmpeg: how the colours of an output are to be read.</summary>
    internal const string ColourTags = "-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv";

    private const double MostFramesPerSecond = 1000;
    private const int MostSide = 16_384;

    /// <summary>Finds out before frames are made that they could not be written.</summary>
    /// <param name="path">What the message names.</param>
    /// <param name="width">Of the frames, in pixels.</param>
    /// <param name="height">Of the frames, in pixels.</param>
    /// <exception cref="MediaException">H.264 cannot have that size.</exception>
    public static void CheckSize(string path, int width, int height)
    {
        if (width % 2 != 0 || height % 2 != 0)
            throw new MediaException($"Cannot write {path}: a video needs an even width and height, not {width} x {height}.");
        if (Math.Max(width, height) > MostSide)
            throw new MediaException(
                $"Cannot write {path}: {width} x {height} pixels are too many, {MostSide} on a side are the most.");
    }

    /// <summary>
    /// The file appears under its name when it is complete; until then, and after any failure, what was there stays there.
    /// </summary>
    /// <param name="frames">All of one even width and height. Each is written before the next is asked for.</param>
    /// <param name="framesPerSecond">Above 0, at most 1000.</param>
    /// <param name="path">An existing file is replaced; the folder must exist.</param>
    /// <param name="cancellationToken">Ends the encoding and is handed to <paramref name="frames"/>.</param>
    /// <exception cref="MediaException">
    /// The frames do not make a video, the file cannot be written, or FFmpeg is missing, fails or takes too long.
    /// </exception>
    /// <remarks>An exception of <paramref name="frames"/> comes through as it is.</remarks>
    public Task WriteAsync(
        IAsyncEnumerable<Frame> frames,
        double framesPerSecond,
        string path,
        CancellationToken cancellationToken = default
    ) => WriteAsync(frames, framesPerSecond, path, tags: null, cancellationToken);

    /// <summary>As the other, with tags in the file.</summary>
    /// <inheritdoc cref="WriteAsync(IAsyncEnumerable{Frame}, double, string, CancellationToken)"/>
    public Task WriteAsync(
        IAsyncEnumerable<Frame> frames,
        double framesPerSecond,
        string path,
        VideoTags? tags,
        CancellationToken cancellationToken = default
    ) => WriteAsync(frames, framesPerSecond, path, tags, sound: null, cancellationToken);

    /// <summary>As the other, with sound of the same length beside the frames.</summary>
    /// <inheritdoc cref="WriteAsync(IAsyncEnumerable{Frame}, double, string, CancellationToken)"/>
    public async Task WriteAsync(
        IAsyncEnumerable<Frame> frames, double framesPerSecond, string path, VideoTags? tags, Sound? sound,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (framesPerSecond is not (> 0 and <= MostFramesPerSecond)) // not a number is neither
            throw new ArgumentOutOfRangeException(
                nameof(framesPerSecond), framesPerSecond,
                $"A video has more than 0 and at most {MostFramesPerSecond} frames per second.");
        await EncodeAsync(
            frames, framesPerSecond, path, tags, sound, output => DescribeVideo(output, framesPerSecond), cancellationToken);
    }

    /// <summary>Writes one frame as a JPEG: what a player shows before it plays.</summary>
    /// <param name="frame">Of even width and height.</param>
    /// <param name="path">An existing file is replaced; the folder must exist.</param>
    /// <param name="cancellationToken">Ends the encoding.</param>
    /// <exception cref="MediaException">The file cannot be written, or FFmpeg is missing, fails or takes too long.</exception>
    public Task WritePosterAsync(Frame frame, string path, CancellationToken cancellationToken = default) =>
        EncodeAsync(
            new[] { frame }.ToAsyncEnumerable(), framesPerSecond: 1, path, tags: null, sound: null, DescribePoster,
            cancellationToken);

    private async Task EncodeAsync(
        IAsyncEnumerable<Frame> frames, double framesPerSecond, string path, VideoTags? tags, Sound? sound,
        Action<FFMpegOutputOptions> describe, CancellationToken cancellationToken)
    {
        using var file = new EncodedFile(options, path, cancellationToken);
        using var tagFile = tags is null ? null : new TagFile(file.Part.Folder, file.Part.HiddenNameWith("tags"), tags, path);
        await using var source = new RawFrameSource(frames, framesPerSecond, path, file.Deadline, file.Stop);
        await source.ReadFirstAsync();

        var inputs = FFMpegArguments.FromPipeInput(source);
        string maps = "-map 0:v";
        if (sound is not null)
            (inputs, maps) = (
                inputs.AddFileInput(Quoting.Input(sound.File, file.Part.Folder), verifyExists: false),
                $"{maps} -map 1:a -c:a copy");
        if (tagFile is not null)
            (inputs, maps) = (
                inputs.AddFileInput(tagFile.Name, verifyExists: false, input => input.ForceFormat("ffmetadata")),
                $"{maps} -map_metadata {(sound is null ? 1 : 2)}");
        bool succeeded = await file.RunAsync(inputs, output => describe(output.WithCustomArgument(maps)));

        source.Failure?.Throw();
        file.Publish(succeeded && source.IsComplete);
    }

    private void DescribeVideo(FFMpegOutputOptions output, double framesPerSecond) =>
        output
            .WithVideoCodec("libx264")
            .WithSpeedPreset(options.Preset.ToLowerInvariant())
            .WithConstantRateFactor(options.Crf)
            // left alone it converts by BT.601
            .WithCustomArgument("-vf scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int")
            .WithPixelFormat("yuv420p")
            .WithCustomArgument(ColourTags)
            .WithFrameRate(framesPerSecond)
            .WithFastStart()
            .ForceFormat("mp4");

    private static void DescribePoster(FFMpegOutputOptions output) => output
        .WithVideoCodec("mjpeg")
        .WithCustomArgument("-qscale:v 3 -vf scale=out_range=pc:flags=accurate_rnd+full_chroma_int")
        .WithPixelFormat("yuvj420p")
        .ForceFormat("mjpeg");
}
