using FFMpegCore;
using FFMpegCore.Enums;

namespace CogSpace.PostProcess.Media;

/// <summary>Makes files of frames: videos of the format that their name says, and posters.</summary>
/// <remarks>
/// Matroska has the same streams as an MP4; the other formats are made from an MP4. An MP4 is H.264, yuv420p, BT.709, at a
/// constant frame rate, index first.
/// </remarks>
public sealed class VideoWriter(EncodingOptions options)
{
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
    /// <param name="sound">Of the same length, beside the frames; null: none. Disposed by the caller, later.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="MediaException">FFmpeg is missing, or no file can be written there.</exception>
    /// <exception cref="InvalidRequestException">The name's ending names no format that is written.</exception>
    public VideoFile Create(
        string path, double framesPerSecond, VideoTags? tags = null, Sound? sound = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        VideoFileName.Check(path);
        if (framesPerSecond is not (> 0 and <= MostFramesPerSecond)) // not a number is neither
            throw new ArgumentOutOfRangeException(
                nameof(framesPerSecond), framesPerSecond,
                $"A video has more than 0 and at most {MostFramesPerSecond} frames per second.");
        return new VideoFile(
            new EncodedFile(options, path, cancel), path, framesPerSecond,
            (frames, file) => VideoFileName.FormatOf(path) is { } format
                ? ConvertAsync(frames, file, path, framesPerSecond, tags, sound, format)
                : EncodeAsync(frames, file, path, framesPerSecond, tags, sound),
            cancel);
    }

    /// <summary>Begins a JPEG of one frame: what a player shows before it plays.</summary>
    /// <inheritdoc cref="Create"/>
    public VideoFile CreatePoster(string path, CancellationToken cancel = default) =>
        new(
            new EncodedFile(options, path, cancel), path, framesPerSecond: 1,
            (frames, file) => file.RunAsync(frames, DescribePoster), cancel);

    private async Task<bool> ConvertAsync(
        FFMpegArguments inputs, EncodedFile file, string path, double framesPerSecond, VideoTags? tags, Sound? sound,
        VideoFormat format)
    {
        string name = file.Part.HiddenNameWith("mp4");
        using var video = new ScratchFile(Path.Combine(file.Part.Folder, name));
        file.RequireSuccess(await EncodeAsync(inputs, file, path, framesPerSecond, tags, sound, name));
        return await new VideoConverter(options).RunAsync(video.Path, format, file);
    }

    private async Task<bool> EncodeAsync(
        FFMpegArguments inputs, EncodedFile file, string path, double framesPerSecond, VideoTags? tags, Sound? sound,
        string? output = null)
    {
        using var tagFile = tags is null ? null : new TagFile(file.Part.Folder, file.Part.HiddenNameWith("tags"), tags, path);
        string maps = "-map 0:v";
        if (sound is not null)
            (inputs, maps) = (
                inputs.AddFileInput(Quoting.Input(sound.File, file.Part.Folder), verifyExists: false),
                $"{maps} -map 1:a -c:a copy");
        if (tagFile is not null)
            (inputs, maps) = (
                inputs.AddFileInput(tagFile.Name, verifyExists: false, input => input.ForceFormat("ffmetadata")),
                $"{maps} -map_metadata {(sound is null ? 1 : 2)}");
        return await file.RunAsync(
            inputs,
            video =>
            {
                DescribeVideo(video.WithCustomArgument(maps), framesPerSecond);
                if (VideoFileName.IsMatroska(path))
                    video.ForceFormat("matroska");
                else
                    video.WithFastStart().ForceFormat("mp4");
            },
            output);
    }

    private void DescribeVideo(FFMpegOutputOptions output, double framesPerSecond) =>
        output
            .WithVideoCodec("libx264")
            .WithSpeedPreset(options.Preset.ToLowerInvariant())
            .WithConstantRateFactor(options.Crf)
            // left alone it converts by BT.601
            .WithCustomArgument("-vf scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int")
            .WithPixelFormat("yuv420p")
            .WithCustomArgument(VideoFile.ColourTags)
            .WithFrameRate(framesPerSecond);

    private static void DescribePoster(FFMpegOutputOptions output) => output
        .WithCustomArgument("-map 0:v")
        .WithVideoCodec("mjpeg")
        .WithCustomArgument("-qscale:v 3 -vf scale=out_range=pc:flags=accurate_rnd+full_chroma_int")
        .WithPixelFormat("yuvj420p")
        .ForceFormat("mjpeg");
}
