using FFMpegCore;
using FFMpegCore.Enums;

namespace CogSpace.PostProcess.Media;

/// <summary>Makes files of frames: videos of the format that their name says, and posters.</summary>
/// <remarks>
/// Matroska has the same streams as an MP4; the other formats are made from an MP4. An MP4 is H.264, yuv420p, BT.709, index
/// first; at a constant frame rate, or with a time for each frame where the video it was made from has a rate that varies.
/// </remarks>
public sealed class VideoWriter(EncodingOptions options)
{
    private const double MostFramesPerSecond = 1000;
    private const int MostSide = 16_384;

    // Fine enough for every usual rate and for milliseconds. The rate of the input would be the only precision otherwise.
    private const string OwnTimes = "-fps_mode passthrough -enc_time_base 1:90000";

    /// <summary>Measures how long FFmpeg takes.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

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

    /// <summary>What a person should know of a format before the file is opened, a sentence each.</summary>
    /// <param name="path">Of the video; its ending says the format.</param>
    /// <param name="width">Of the frames, in pixels.</param>
    public IReadOnlyList<string> Notes(string path, int width)
    {
        if (VideoFileName.FormatOf(path) is not (VideoFormat.Gif or VideoFormat.WebP))
            return [];
        bool isGif = VideoFileName.FormatOf(path) == VideoFormat.Gif;
        string note = $"A {(isGif ? "GIF" : "WebP")} has no sound, and this program keeps no recipe in it.";
        return isGif && width > options.GifWidth
            ? [note, $"The GIF is {options.GifWidth} pixels wide instead of {width}; an MP4 has them all."]
            : [note];
    }

    /// <summary>Begins a video.</summary>
    /// <param name="path">An existing file is replaced when it is published; the folder must exist.</param>
    /// <param name="framesPerSecond">Above 0, at most 1000.</param>
    /// <param name="tags">What the file says of itself; null: nothing.</param>
    /// <param name="tracks">Of the same length, beside the frames; null: none. Disposed by the caller, later.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="MediaException">FFmpeg is missing, or no file can be written there.</exception>
    /// <exception cref="InvalidRequestException">The name's ending names no format that is written.</exception>
    public VideoFile Create(
        string path, double framesPerSecond, VideoTags? tags = null, SideTracks? tracks = null,
        CancellationToken cancel = default) =>
        Create(path, new VideoInfo(0, 0, 0, framesPerSecond), tags, tracks, cancel);

    /// <summary>Begins an MP4.</summary>
    /// <param name="path">An existing file is replaced when it is published; the folder must exist.</param>
    /// <param name="times">
    /// When the frames are shown: at a constant rate from its start on, or each at its own time where it has intervals. Their
    /// number and size are not looked at.
    /// </param>
    /// <param name="tags">What the file says of itself; null: nothing.</param>
    /// <param name="tracks">Beside the frames; null: none. Disposed by the caller, later.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="MediaException">FFmpeg is missing, or no file can be written there.</exception>
    public VideoFile Create(
        string path, VideoInfo times, VideoTags? tags = null, SideTracks? tracks = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        VideoFileName.Check(path);
        if (times.FramesPerSecond is not (> 0 and <= MostFramesPerSecond)) // not a number is neither
            throw new ArgumentOutOfRangeException(
                nameof(times), times.FramesPerSecond,
                $"A video has more than 0 and at most {MostFramesPerSecond} frames per second.");
        return new VideoFile(
            new EncodedFile(options, path, Time, cancel), path, times,
            (frames, file) => VideoFileName.FormatOf(path) is { } format
                ? ConvertAsync(frames, file, path, times, tags, tracks, format)
                : EncodeAsync(frames, file, path, times, tags, tracks),
            cancel)
        {
            Watermark = Watermark.Of(options),
        };
    }

    /// <summary>Begins a JPEG of one frame: what a player shows before it plays.</summary>
    /// <inheritdoc cref="Create(string, double, VideoTags, SideTracks, CancellationToken)"/>
    public VideoFile CreatePoster(string path, CancellationToken cancel = default) =>
        new(
            new EncodedFile(options, path, Time, cancel), path, new VideoInfo(0, 0, 0, FramesPerSecond: 1),
            (frames, file) => file.RunAsync(frames, DescribePoster), cancel)
        {
            Watermark = Watermark.Of(options),
        };

    private async Task<bool> ConvertAsync(
        FFMpegArguments inputs, EncodedFile file, string path, VideoInfo times, VideoTags? tags, SideTracks? tracks,
        VideoFormat format)
    {
        string name = file.Part.HiddenNameWith("mp4");
        using var video = new ScratchFile(Path.Combine(file.Part.Folder, name));
        file.RequireSuccess(await EncodeAsync(inputs, file, path, times, tags, tracks, name));
        return await new VideoConverter(options) { LabelsAiGenerated = tags is { IsAiGenerated: true } }.RunAsync(
            video.Path, format, file);
    }

    private async Task<bool> EncodeAsync(
        FFMpegArguments inputs, EncodedFile file, string path, VideoInfo times, VideoTags? tags, SideTracks? tracks,
        string? output = null)
    {
        using var tagFile = tags is null ? null : new TagFile(file.Part.Folder, file.Part.HiddenNameWith("tags"), tags, path);
        string maps = "-map 0:v";
        if (tracks?.File is { } trackFile) // with the times that they have there, whenever they begin
            (inputs, maps) = (
                inputs.AddFileInput(Quoting.Input(trackFile, file.Part.Folder), verifyExists: false),
                $"{maps} -map 1:a? -map 1:s? -c:a copy -c:s {(VideoFileName.IsMatroska(path) ? "srt" : "copy")} -copyts");
        if (tagFile is not null)
            (inputs, maps) = (
                inputs.AddFileInput(tagFile.Name, verifyExists: false, input => input.ForceFormat("ffmetadata")),
                $"{maps} -map_metadata {(tracks?.File is null ? 1 : 2)}");
        bool succeeded = await file.RunAsync(
            inputs,
            video =>
            {
                DescribeVideo(video.WithCustomArgument(maps), times);
                if (VideoFileName.IsMatroska(path))
                    video.ForceFormat("matroska");
                else
                    video.WithFastStart().ForceFormat("mp4");
            },
            output);
        if (succeeded && tags is { IsAiGenerated: true } && !VideoFileName.IsMatroska(path))
            file.Try(AiLabel.AddToMp4, output);
        return succeeded;
    }

    private void DescribeVideo(FFMpegOutputOptions output, VideoInfo times) =>
        Timed(output, times)
            .WithVideoCodec("libx264")
            .WithSpeedPreset(options.Preset.ToLowerInvariant())
            .WithConstantRateFactor(options.Crf)
            // left alone it converts by BT.601
            .WithCustomArgument("-vf scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int")
            .WithPixelFormat("yuv420p")
            .WithCustomArgument(VideoFile.ColourTags);

    // Frames that are predicted from later ones are stored earlier, and then the file cannot say how long each is shown.
    private static FFMpegOutputOptions Timed(FFMpegOutputOptions output, VideoInfo times) =>
        times switch
        {
            { Intervals: not null } => output.WithCustomArgument($"{OwnTimes} -bf 0"),
            _ when FramePipe.CarriesTimes(times) => output.WithCustomArgument(OwnTimes),
            _ => output.WithFrameRate(times.FramesPerSecond),
        };

    private static void DescribePoster(FFMpegOutputOptions output) => output
        .WithCustomArgument("-map 0:v")
        .WithVideoCodec("mjpeg")
        .WithCustomArgument("-qscale:v 3 -vf scale=out_range=pc:flags=accurate_rnd+full_chroma_int")
        .WithPixelFormat("yuvj420p")
        .ForceFormat("mjpeg");
}
