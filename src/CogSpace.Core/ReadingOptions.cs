using System.ComponentModel.DataAnnotations;

namespace CogSpace;

/// <summary>Which pictures and videos are read.</summary>
/// <remarks>All of it is known from a file's size and header, before anything is decoded.</remarks>
public sealed class ReadingOptions
{
    public const string Section = "Reading";

    /// <summary>A picture's file may be as large, in megabytes of 10^6 bytes.</summary>
    [Range(1, 1000)]
    public int PictureMegabytes { get; init; } = 50;

    /// <summary>A picture may have as many pixels, in millions.</summary>
    [Range(1, 200)]
    public int PictureMegapixels { get; init; } = 64;

    /// <summary>A video's file may be as large, in megabytes of 10^6 bytes.</summary>
    [Range(1, 100_000)]
    public int VideoMegabytes { get; init; } = 500;

    /// <summary>Each picture of a video may have as many pixels, in millions: 36 is 8K.</summary>
    [Range(1, 200)]
    public int VideoMegapixels { get; init; } = 36;

    /// <summary>A video may last as long.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan VideoLength { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A video may have as many frames per second.</summary>
    [Range(1, 1000)]
    public int VideoFramesPerSecond { get; init; } = 240;

    /// <summary>The shorter side of a picture or video has at least as many pixels.</summary>
    [Range(1, 1000)]
    public int LeastSide { get; init; } = 16;

    /// <summary>The longer side of a picture or video has at most as many pixels.</summary>
    [Range(1000, 65_535)]
    public int MostSide { get; init; } = 16_384;

    /// <summary>The longer side is at most as many times the shorter one.</summary>
    [Range(2, 1000)]
    public int MostAspect { get; init; } = 20;

    /// <summary>FFmpeg is killed when reading one file keeps us waiting longer than this.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "02:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The folder of the <c>ffmpeg</c> and <c>ffprobe</c> programs. Default: the <c>PATH</c>.</summary>
    public string? FfmpegFolder { get; init; }
}
