using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Uploads;

/// <summary>What visitors may send. Section "Uploads" of appsettings.json.</summary>
public sealed class UploadOptions
{
    public const string Section = "Uploads";

    private const long Megabyte = 1_000_000;

    /// <summary>Megabytes (of 10^6 bytes) that a picture may have.</summary>
    [Range(1, 10_000)]
    public int ImageMegabytes { get; init; } = 25;

    /// <summary>Megabytes that a video may have.</summary>
    [Range(1, 100_000)]
    public int VideoMegabytes { get; init; } = 200;

    /// <summary>An upload that no video is made from is deleted after this.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Uploads that are kept for one visitor; one more takes the place of the oldest.</summary>
    [Range(1, 1000)]
    public int MaxPerOwner { get; init; } = 10;

    internal int MegabytesOf(SourceKind? kind) => kind switch
    {
        SourceKind.Image => ImageMegabytes,
        SourceKind.Video => VideoMegabytes,
        _ => Math.Max(ImageMegabytes, VideoMegabytes),
    };

    internal long BytesOf(SourceKind? kind) => MegabytesOf(kind) * Megabyte;
}
