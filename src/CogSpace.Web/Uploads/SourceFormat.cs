namespace CogSpace.Web.Uploads;

/// <summary>A kind of file that a video can be made from, told by its first bytes; its name and what the browser calls it do not count.</summary>
/// <param name="Extension">What such a file is called here, without a dot.</param>
/// <param name="MediaType">What it is sent back as: nothing that a browser would run.</param>
/// <param name="Kind">A picture or a video.</param>
internal sealed record SourceFormat(string Extension, string MediaType, SourceKind Kind)
{
    /// <summary>Bytes that tell.</summary>
    public const int SignatureBytes = 16;

    private const string Stem = "input";

    private static readonly SourceFormat Png = new("png", "image/png", SourceKind.Image);
    private static readonly SourceFormat Jpeg = new("jpg", "image/jpeg", SourceKind.Image);
    private static readonly SourceFormat WebP = new("webp", "image/webp", SourceKind.Image);
    private static readonly SourceFormat Gif = new("gif", "image/gif", SourceKind.Image);
    private static readonly SourceFormat Bmp = new("bmp", "image/bmp", SourceKind.Image);
    private static readonly SourceFormat Mp4 = new("mp4", "video/mp4", SourceKind.Video);
    private static readonly SourceFormat Mov = new("mov", "video/quicktime", SourceKind.Video);
    private static readonly SourceFormat WebM = new("webm", "video/webm", SourceKind.Video);
    private static readonly SourceFormat Avi = new("avi", "video/x-msvideo", SourceKind.Video);
    private static readonly SourceFormat[] All = [Png, Jpeg, WebP, Gif, Bmp, Mp4, Mov, WebM, Avi];

    /// <summary>The bare name that such a file gets.</summary>
    public string FileName => $"{Stem}.{Extension}";

    /// <summary>The format of a file that got its name here; null for any other name.</summary>
    public static SourceFormat? OfFile(string name) => Array.Find(All, format => format.FileName == name);

    /// <param name="start">The first <see cref="SignatureBytes"/>, or all there are.</param>
    /// <returns>null for a file of no use.</returns>
    public static SourceFormat? OfSignature(ReadOnlySpan<byte> start) =>
        IsAt(start, 0, [0x89]) && IsAt(start, 1, "PNG\r\n"u8) ? Png
        : IsAt(start, 0, [0xFF, 0xD8, 0xFF]) ? Jpeg
        : IsAt(start, 0, "RIFF"u8) && IsAt(start, 8, "WEBP"u8) ? WebP
        : IsAt(start, 0, "GIF87a"u8) || IsAt(start, 0, "GIF89a"u8) ? Gif
        : IsAt(start, 0, "BM"u8) ? Bmp
        : IsAt(start, 4, "ftypqt  "u8) ? Mov
        : IsAt(start, 4, "ftyp"u8) ? Mp4
        : IsAt(start, 0, [0x1A, 0x45, 0xDF, 0xA3]) ? WebM
        : IsAt(start, 0, "RIFF"u8) && IsAt(start, 8, "AVI "u8) ? Avi
        : null;

    private static bool IsAt(ReadOnlySpan<byte> start, int at, ReadOnlySpan<byte> mark) => start.Length >= at + mark.Length && start[at..].StartsWith(mark);
}
