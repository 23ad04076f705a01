using System.Runtime.CompilerServices;
using CogSpace.PostProcess.Media.Decoding;

namespace CogSpace.PostProcess.Media;

/// <summary>
/// Reads videos and GIFs that somebody else made: upright, in square pixels, in their own colours.
/// </summary>
/// <remarks>
/// What a file is, its first bytes decide; its name is for messages. Nothing but the file itself is opened, whatever it says.
/// </remarks>
public sealed class VideoReader(ReadingOptions options)
{
    private const int ShareThatMayLack = 20; // one of so many frames

    /// <summary>Looks at a video without decoding it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    public async Task<VideoInfo> ProbeAsync(string path, CancellationToken cancellationToken = default) =>
        (await VideoProbe.RunAsync(new MediaFile(path, options), cancellationToken)).Info;

    /// <summary>Reads what a video's file says of itself.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    public Task<VideoTags> ReadTagsAsync(string path, CancellationToken cancellationToken = default) =>
        VideoProbe.ReadTagsAsync(new MediaFile(path, options), cancellationToken);

    /// <summary>Takes a part of a video's sound and subtitles, as they are where an MP4 can have them so.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">Where the part begins, in seconds from the beginning of the file.</param>
    /// <param name="seconds">How long it lasts.</param>
    /// <param name="cancellationToken">Ends FFmpeg.</param>
    /// <returns>Null: there is nothing but the picture.</returns>
    /// <exception cref="MediaException">They are not read; the message says why.</exception>
    public async Task<SideTracks?> ReadSideTracksAsync(
        string path, double start, double seconds, CancellationToken cancellationToken = default)
    {
        var file = new MediaFile(path, options);
        var tracks = await SideTrackReader.FindAsync(file, cancellationToken);
        return tracks.Count > 0 ? await SideTrackReader.ReadAsync(file, tracks, start, seconds, cancellationToken) : null;
    }

    /// <summary>Whether a video's file has sound, and whether it has anything at all beside the picture.</summary>
    /// <inheritdoc cref="ProbeAsync"/>
    public async Task<(bool Sound, bool Any)> FindSideTracksAsync(
        string path, CancellationToken cancellationToken = default)
    {
        var tracks = await SideTrackReader.FindAsync(new MediaFile(path, options), cancellationToken);
        return (tracks.Any(track => track.IsSound), tracks.Count > 0);
    }

    /// <summary>Decodes every frame. One whose rate varies gives each of them at the time at which it is shown.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">Complete after the last frame.</param>
    /// <param name="cancellationToken">Ends FFmpeg.</param>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    public async IAsyncEnumerable<Frame> ReadAllAsync(
        string path, SourceReport report, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var file = new MediaFile(path, options);
        var video = await VideoProbe.RunAsync(file, cancellationToken);
        var info = video.Info;
        if (info.Intervals is null)
        {
            var all = new FrameSampling(1, info.Frames, info.FramesPerSecond);
            await foreach (var frame in ReadAsync(path, all, crop: null, info.Width, info.Height, report, cancellationToken))
                yield return frame;
            yield break;
        }

        report.AddConversion(video.Form.Conversion, video.Form.Notes);

        await using var pictures = DecodedPictures.StartAll(file, video, options.VideoMegapixels, cancellationToken);
        int taken = 0;
        for (; await pictures.NextAsync() is { } picture; taken++)
            yield return PictureFitter.FitVideoFrame(picture, crop: null, info.Width, info.Height).At(picture.Time);
        RefuseMissing(file, taken, info.Frames, pictures);
        var (errors, first) = await pictures.FinishAsync();
        report.AddDamage(errors, first);
    }

    /// <summary>Decodes as much as is needed and brings each picture to its size before the next one is decoded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sampling">Which frames are taken; chosen by what <see cref="ProbeAsync"/> told.</param>
    /// <param name="crop">The part that is kept; null: the pictures are stretched.</param>
    /// <param name="width">Of the result, in pixels.</param>
    /// <param name="height">Of the result, in pixels.</param>
    /// <param name="cancellationToken">Ends FFmpeg.</param>
    /// <returns>As many frames as <paramref name="sampling"/> says.</returns>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    /// <exception cref="InvalidRequestException">The crop's numbers are out of their range.</exception>
    public IAsyncEnumerable<Frame> ReadAsync(
        string path, FrameSampling sampling, Crop? crop, int width, int height,
        CancellationToken cancellationToken = default) =>
        ReadAsync(path, sampling, crop, width, height, new SourceReport(), cancellationToken);

    /// <summary>As the other, and tells what was done to the pictures.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sampling">Which frames are taken.</param>
    /// <param name="crop">The part that is kept; null: the pictures are stretched.</param>
    /// <param name="width">Of the result, in pixels.</param>
    /// <param name="height">Of the result, in pixels.</param>
    /// <param name="report">Complete after the last frame.</param>
    /// <param name="cancellationToken">Ends FFmpeg.</param>
    /// <inheritdoc cref="ReadAsync(string, FrameSampling, Crop?, int, int, CancellationToken)"/>
    public async IAsyncEnumerable<Frame> ReadAsync(
        string path, FrameSampling sampling, Crop? crop, int width, int height, SourceReport report,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        crop?.Check();
        var file = new MediaFile(path, options);
        var video = await VideoProbe.RunAsync(file, cancellationToken);
        report.AddConversion(video.Form.Conversion, video.Form.Notes);
        await using var pictures = await OpenAsync(file, video, sampling, cancellationToken);

        int taken = 0;
        Frame? frame = null;
        while (taken < sampling.Count && await pictures.NextAsync() is { } picture)
        {
            frame = PictureFitter.FitVideoFrame(picture, crop, width, height).At(sampling.TimeOf(taken++));
            yield return frame;
        }

        // Headers count a little differently from what a constant rate makes of them. More than that is a file that was cut off.
        RefuseMissing(file, taken, sampling.Count, pictures);
        for (; taken < sampling.Count; taken++)
            yield return frame!.At(sampling.TimeOf(taken));
        var (errors, first) = await pictures.FinishAsync();
        report.AddDamage(errors, first);
    }

    private async Task<IPictureSequence> OpenAsync(
        MediaFile file, ProbedVideo video, FrameSampling sampling, CancellationToken cancellationToken) =>
        video.Demuxer == WebpVideo.Demuxer
            ? await WebpVideo.OpenAsync(file, sampling, cancellationToken)
            : DecodedPictures.Start(
                file, video, video.Info.Intervals is null ? video.Info.FramesPerSecond : sampling.SourceFramesPerSecond,
                sampling.First, sampling.Stride, sampling.Count, options.VideoMegapixels, cancellationToken);

    /// <summary>As ReadAsync, all at once.</summary>
    /// <inheritdoc cref="ReadAsync(string, FrameSampling, Crop?, int, int, CancellationToken)"/>
    public Task<VideoClip> ReadClipAsync(
        string path, FrameSampling sampling, Crop? crop, int width, int height,
        CancellationToken cancellationToken = default) =>
        ReadClipAsync(path, sampling, crop, width, height, new SourceReport(), cancellationToken);

    /// <summary>As ReadAsync, all at once.</summary>
    /// <inheritdoc cref="ReadAsync(string, FrameSampling, Crop?, int, int, SourceReport, CancellationToken)"/>
    public async Task<VideoClip> ReadClipAsync(
        string path, FrameSampling sampling, Crop? crop, int width, int height, SourceReport report,
        CancellationToken cancellationToken = default) =>
        new(
            await ReadAsync(path, sampling, crop, width, height, report, cancellationToken).ToListAsync(cancellationToken),
            sampling.FramesPerSecond);

    private static void RefuseMissing(MediaFile file, int taken, int needed, IPictureSequence pictures)
    {
        if (taken == 0 || needed - taken > Math.Max(1, needed / ShareThatMayLack))
            throw file.Refuse($"it ends after {taken} of the {needed} frames that are needed.{pictures.Quote}");
    }
}
