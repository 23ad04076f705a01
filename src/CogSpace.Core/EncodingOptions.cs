using System.ComponentModel.DataAnnotations;

namespace CogSpace;

/// <summary>How frames become an MP4, and an MP4 other formats.</summary>
public sealed class EncodingOptions
{
    public const string Section = "Encoding";

    /// <summary>x264 constant rate factor: 0 is lossless, 51 is worst.</summary>
    [Range(0, 51)]
    public int Crf { get; init; } = 18;

    /// <summary>x264 preset: the slower, the smaller the file.</summary>
    [AllowedValues(
        "ultrafast",
        "superfast",
        "veryfast",
        "faster",
        "fast",
        "medium",
        "slow",
        "slower",
        "veryslow",
        ErrorMessage = "The field Preset must be ultrafast, superfast, veryfast, faster, fast, medium, slow, slower or veryslow."
    )]
    public string Preset { get; init; } = "medium";

    /// <summary>A GIF that would be wider is made as wide, in pixels; its height follows.</summary>
    [Range(16, 4096)]
    public int GifWidth { get; init; } = 480;

    /// <summary>VP9 constant rate factor: 0 is best, 63 is worst.</summary>
    [Range(0, 63)]
    public int WebmCrf { get; init; } = 32;

    /// <summary>Of animated WebP: 0 is worst, 100 is best.</summary>
    [Range(0, 100)]
    public int WebpQuality { get; init; } = 75;

    /// <summary>
    /// FFmpeg is killed when one encode keeps us waiting longer than this. Time spent making the frames does not count.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "02:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A line of text that is drawn small into the lower right corner of every video, such as <c>Made by AI at example.org</c>:
    /// at most 60 letters, digits and signs of ASCII. It is part of the result, and the recipe names it. Default: none.
    /// </summary>
    [RegularExpression(
        "[ -~]{0,60}", ErrorMessage = "The field Watermark must have at most 60 letters, digits and signs of ASCII.")]
    public string? Watermark { get; init; }

    /// <summary>The folder of the <c>ffmpeg</c> program. Default: the <c>PATH</c>.</summary>
    public string? FfmpegFolder { get; init; }
}
