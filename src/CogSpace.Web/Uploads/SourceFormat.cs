namespace CogSpace.Web.Uploads;

/// <summary>
/// A kind of file that a video can be made from, told by its first bytes; its name and what the browser calls it do not count.
/// </summary>
/// <param name="Extension">What such a file is called here, without a dot.</param>
/// <param name="MediaType">What it is sent back as: nothing that a browser would run.</param>
/// <param name="Kinds">What it can be taken for: a GIF or a WebP is a picture, and where it is animated a video as well.</param>
internal sealed record SourceFormat(string Extension, string MediaType, params IReadOnlyList<SourceKind> Kinds)
{
    private const string Stem = "input";

    private static readonly SourceFormat Png = new("png", "image/png", SourceKind.Image);
    private static readonly SourceFormat Jpeg = new("jpg", "image/jpeg", SourceKind.Image);
    private static readonly SourceFormat WebP = new("webp", "image/webp", SourceKind.Image, SourceKind.Video);
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

    /// <summary>The format of a file that this server has made, by the ending of its name: ".mp4".</summary>
    public static SourceFormat OfExtension(string extension) => Array.Find(All, format => $".{format.Extension}" == extension)
        ?? throw new ArgumentException($"No video is made from a file with the ending {extension}.", nameof(extension));

    /// <param name="start">The first <see cref="FileSignature.Length"/> bytes, or all there are.</param>
    /// <returns>null for a file of no use.</returns>
    public static SourceFormat? OfSignature(ReadOnlySpan<byte> start) => FileSignature.Of(start).Format switch
    {
        FileFormat.Png => Png,
        FileFormat.Jpeg => Jpeg,
        FileFormat.Webp => WebP,
        FileFormat.Bmp => Bmp,
        FileFormat.Gif => Gif,
        FileFormat.Mp4 => Mp4,
        FileFormat.Mov => Mov,
        FileFormat.Matroska => WebM,
        FileFormat.Avi => Avi,
        _ => null,
    };
}
