using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Uploads;

/// <summary>What visitors may send. Megabytes have 10^6 bytes; a larger file is refused with status 413.</summary>
public sealed class UploadOptions
{
    public const string Section = "Uploads";

    /// <summary>Uploads that are kept for one visitor; one more replaces the oldest.</summary>
    internal const int MaxPerOwner = 10;

    private const long Megabyte = 1_000_000;

    /// <summary>The most megabytes of a picture's file.</summary>
    [Range(1, 10_000)]
    public int ImageMegabytes { get; init; } = 25;

    /// <summary>The most megabytes of a video's file.</summary>
    [Range(1, 100_000)]
    public int VideoMegabytes { get; init; } = 200;

    /// <summary>
    /// How long an upload is kept that no video is made from; asking for a video starts the time again. A job keeps its own
    /// copy.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    internal int MegabytesOf(SourceKind? kind) => kind switch
    {
        SourceKind.Image => ImageMegabytes,
        SourceKind.Video => VideoMegabytes,
        _ => Math.Max(ImageMegabytes, VideoMegabytes),
    };

    internal long BytesOf(SourceKind? kind) => MegabytesOf(kind) * Megabyte;
}
