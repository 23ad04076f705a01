using FFMpegCore;

namespace CogSpace.PostProcess.Media;

/// <summary>Brings a finished MP4 into other formats. FFmpeg reads and writes files by itself, a frame at a time.</summary>
public sealed class VideoConverter(EncodingOptions options)
{
    // Browsers show frames of a GIF that ask for a shorter time for a tenth of a second instead.
    private const int MostGifFramesPerSecond = 50;

    /// <summary>Whether files are labelled as made by an AI model.</summary>
    public bool LabelsAiGenerated { get; init; }

    /// <summary>Measures how long FFmpeg takes.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A file's name in another format: the ending alone changes.</summary>
    public static string PathOf(string video, VideoFormat format) =>
        Path.ChangeExtension(video, format.ToString().ToLowerInvariant());

    /// <summary>
    /// The file appears under its name when it is complete; until then, and after any failure, what was there stays there.
    /// </summary>
    /// <param name="video">An MP4 or Matroska file of <see cref="VideoFile"/>.</param>
    /// <param name="format">
    /// What it becomes, at its own size (a GIF is made narrower where it is wider than the options say) and its own rate on
    /// average.
    /// </param>
    /// <param name="path">An existing file is replaced; the folder must exist.</param>
    /// <param name="cancellationToken">Ends FFmpeg.</param>
    /// <exception cref="MediaException">
    /// The video is not there, the file cannot be written, or FFmpeg is missing, fails or takes too long.
    /// </exception>
    public async Task ConvertAsync(string video, VideoFormat format, string path, CancellationToken cancellationToken = default)
    {
        if (!File.Exists(video))
            throw new MediaException($"Cannot read {Path.GetFileName(video)}: there is no such file.");
        using var file = new EncodedFile(options, path, Time, cancellationToken);
        file.RequireFile(await RunAsync(video, format, file));
        file.Part.Commit();
    }

    /// <summary>As <see cref="ConvertAsync"/>, into a file that others finish.</summary>
    /// <returns>Whether FFmpeg says that it went well.</returns>
    internal async Task<bool> RunAsync(string video, VideoFormat format, EncodedFile file) =>
        format switch
        {
            VideoFormat.Gif when LabelsAiGenerated => await MakeLabelledGifAsync(video, file),
            VideoFormat.Gif => await MakeGifAsync(video, file),
            VideoFormat.WebM => await file.RunAsync(Input(video, file), DescribeWebm),
            _ => await MakeWebpAsync(video, file),
        };

    private async Task<bool> MakeLabelledGifAsync(string video, EncodedFile file)
    {
        string name = file.Part.HiddenNameWith("gif");
        using var plain = new ScratchFile(Path.Combine(file.Part.Folder, name));
        file.RequireSuccess(await MakeGifAsync(video, file, name));
        file.Try(path => AiLabel.CopyGif(plain.Path, path));
        return true;
    }

    private async Task<bool> MakeWebpAsync(string video, EncodedFile file)
    {
        file.RequireFile(await file.RunAsync(Input(video, file), DescribeWebp));
        if (LabelsAiGenerated)
            file.Try(AiLabel.AddToWebp);
        return true;
    }

    // In two passes over the file: the first chooses the colours, so that the second needs no frame but its own.
    private async Task<bool> MakeGifAsync(string video, EncodedFile file, string? output = null)
    {
        string frames = FormattableString.Invariant(
            $"fps=min(source_fps\\,{MostGifFramesPerSecond}),scale=w=min({options.GifWidth}\\,iw):h=max(1\\,round(ih*min(1\\,{options.GifWidth}/iw))):flags=lanczos+accurate_rnd+full_chroma_int"
        );
        string paletteName = file.Part.HiddenNameWith("png");
        using var palette = new ScratchFile(Path.Combine(file.Part.Folder, paletteName));
        file.RequireSuccess(await file.RunAsync(Input(video, file), output => output
            .WithCustomArgument($"-map 0:v:0 -vf \"{frames},palettegen=stats_mode=full\" -frames:v 1 -update 1")
            .WithVideoCodec("png")
            .ForceFormat("image2"), paletteName));

        return await file.RunAsync(Input(video, file).AddFileInput(paletteName, verifyExists: false), output => output
            .WithCustomArgument($"-filter_complex \"[0:v:0]{frames}[frames];[frames][1:v]paletteuse=diff_mode=rectangle\"")
            .WithVideoCodec("gif")
            .WithCustomArgument("-loop 0")
            .ForceFormat("gif"), output);
    }

    private void DescribeWebm(FFMpegOutputOptions output) =>
        output
            .WithCustomArgument("-map 0:v:0 -map 0:a? -map 0:s? -map_metadata 0 -c:s webvtt")
            .WithVideoCodec("libvpx-vp9")
            .WithConstantRateFactor(options.WebmCrf)
            // without -b:v 0 the rate factor is only a limit
            .WithCustomArgument("-b:v 0 -deadline good -cpu-used 4 -row-mt 1 -fps_mode vfr")
            .WithPixelFormat("yuv420p")
            .WithCustomArgument(VideoFile.ColourTags)
            .WithAudioCodec("libopus")
            .WithAudioBitrate(128)
            .WithCustomArgument("-ac 2") // libopus refuses some layouts of more
            .WithCustomArgument(LabelsAiGenerated ? $"-metadata {AiLabel.TagName}={AiLabel.SourceType}" : "")
            .ForceFormat("webm");

    // The encoder is given RGB: the YUV of WebP is another one than that of the video.
    private void DescribeWebp(FFMpegOutputOptions output) => output
        .WithCustomArgument("-map 0:v:0 -vf scale=flags=accurate_rnd+full_chroma_int")
        .WithVideoCodec("libwebp_anim")
        .WithPixelFormat("bgra")
        .WithCustomArgument(FormattableString.Invariant($"-quality {options.WebpQuality} -fps_mode passthrough"))
        .WithCustomArgument("-loop 0")
        .ForceFormat("webp");

    private static FFMpegArguments Input(string video, EncodedFile file) =>
        FFMpegArguments.FromFileInput(
            Quoting.Input(video, file.Part.Folder), verifyExists: false,
            input => input
                .WithCustomArgument("-protocol_whitelist file")
                .ForceFormat(VideoFileName.IsMatroska(video) ? "matroska" : "mov"));
}
