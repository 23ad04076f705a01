namespace CogSpace.Web.Uploads;

/// <summary>
/// A kind of file that a video can be made from, told by its first bytes; its name and what the browser calls it do not count.
/// </summary>
/// <param name="Extension">What such a file is called here, without a dot.</param>
/// <param name="MediaType">What it is sent back as: nothing that a browser would run.</param>
/// <param name="Kinds">What it can be taken for: a GIF is a picture as well as a video.</param>
internal sealed record SourceFormat(string Extension, string MediaType, params IReadOnlyList<SourceKind> Kinds)
{
    /// <summary>As many bytes tell.</summary>
    public const int SignatureBytes = 512;

    private const string Stem = "input";

    private static readonly SourceFormat Png = new("png", "image/png", SourceKind.Image);
    private static readonly SourceFormat Jpeg = new("jpg", "image/jpeg", SourceKind.Image);
    private static readonly SourceFormat WebP = new("webp", "image/webp", SourceKind.Image);
    private static readonly SourceFormat Bmp = new("bmp", "image/bmp", SourceKind.Image);
    private static readonly SourceFormat Gif = new("gif", "image/gif", SourceKind.Image, SourceKind.Video);
    private static readonly SourceFormat Mp4 = new("mp4", "video/mp4", SourceKind.Video);
    private static readonly SourceFormat Mov = new("mov", "video/quicktime", SourceKind.Video);
    private static readonly SourceFormat WebM = new("webm", "video/webm", SourceKind.Video);
    private static readonly SourceFormat Avi = new("avi", "video/x-msvideo", SourceKind.Video);
    private static readonly SourceFormat[] All = [Png, Jpeg, WebP, Bmp, Gif, Mp4, Mov, WebM, Avi];

    /// <summary>The bare name that such a file gets.</summary>
    public string FileName => $"{Stem}.{Extension}";

    /// <summary>Whether a browser shows it as a picture.</summary>
    public bool IsShownAsImage => Kinds[0] == SourceKind.Image;

    /// <summary>The format of a file that got its name here; null for any other name.</summary>
    public static SourceFormat? OfFile(string? name) => Array.Find(All, format => format.FileName == name);

    /// <param name="start">The first <see cref="SignatureBytes"/>, or all there are.</param>
    /// <returns>null for a file of no use.</returns>
    public static SourceFormat? OfSignature(ReadOnlySpan<byte> start) =>
        IsAt(start, 0, [0x89]) && IsAt(start, 1, "PNG\r\n"u8) ? Png
        : IsAt(start, 0, [0xFF, 0xD8, 0xFF]) ? Jpeg
        : IsAt(start, 0, "RIFF"u8) && IsAt(start, 8, "WEBP"u8) ? WebP
        : IsAt(start, 0, "BM"u8) ? Bmp
        : IsAt(start, 0, "GIF87a"u8) || IsAt(start, 0, "GIF89a"u8) ? Gif
        : IsAt(start, 4, "ftypqt  "u8) || IsOldMovie(start) ? Mov
        : IsAt(start, 4, "ftyp"u8) && !IsPictureOfPhone(start) ? Mp4
        : IsAt(start, 0, [0x1A, 0x45, 0xDF, 0xA3]) ? WebM
        : IsAt(start, 0, "RIFF"u8) && IsAt(start, 8, "AVI "u8) ? Avi
        : null;

    // QuickTime before 2001 begins with any of its boxes.
    private static bool IsOldMovie(ReadOnlySpan<byte> start) =>
        IsAt(start, 4, "moov"u8)
        || IsAt(start, 4, "mdat"u8)
        || IsAt(start, 4, "wide"u8)
        || IsAt(start, 4, "free"u8)
        || IsAt(start, 4, "skip"u8);

    // HEIC and AVIF come in the boxes of a video.
    private static bool IsPictureOfPhone(ReadOnlySpan<byte> start) =>
        IsAt(start, 8, "avi"u8)
        || IsAt(start, 8, "hei"u8)
        || IsAt(start, 8, "hev"u8)
        || IsAt(start, 8, "mif1"u8)
        || IsAt(start, 8, "msf1"u8);

    private static bool IsAt(ReadOnlySpan<byte> start, int at, ReadOnlySpan<byte> mark) =>
        start.Length >= at + mark.Length && start[at..].StartsWith(mark);
}
