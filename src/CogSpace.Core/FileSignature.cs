using System.Text;

namespace CogSpace;

/// <summary>Tells what a file is by how it begins. Names and what browsers claim are not looked at.</summary>
/// <param name="Format">What it is, if it is read at all.</param>
/// <param name="Words">What to call it in a sentence.</param>
public readonly record struct FileSignature(FileFormat Format, string Words)
{
    /// <summary>Bytes that are enough to tell.</summary>
    public const int Length = 512;

    private static readonly (int Offset, string Bytes, FileSignature Meaning)[] Known =
    [
        (0, "\x89PNG\r\n\x1a\n", new(FileFormat.Png, "a PNG picture")),
        (0, "\xff\xd8\xff", new(FileFormat.Jpeg, "a JPEG picture")),
        (8, "WEBP", new(FileFormat.Webp, "a WebP picture")),
        (0, "BM", new(FileFormat.Bmp, "a BMP picture")),
        (0, "GIF87a", new(FileFormat.Gif, "a GIF")),
        (0, "GIF89a", new(FileFormat.Gif, "a GIF")),
        (8, "AVI ", new(FileFormat.Avi, "an AVI video")),
        (0, "\x1a\x45\xdf\xa3", new(FileFormat.Matroska, "a WebM or Matroska video")),
        (4, "ftypavif", new(FileFormat.Other, "an AVIF picture")),
        (4, "ftypavis", new(FileFormat.Other, "an AVIF picture")),
        (4, "ftyphei", new(FileFormat.Other, "a HEIC picture")),
        (4, "ftyphev", new(FileFormat.Other, "a HEIC picture")),
        (4, "ftypmif1", new(FileFormat.Other, "a HEIC picture")),
        (4, "ftypmsf1", new(FileFormat.Other, "a HEIC picture")),
        (4, "ftypqt  ", new(FileFormat.Mov, "an MP4 or MOV video")),
        (4, "ftyp", new(FileFormat.Mp4, "an MP4 or MOV video")),
        (4, "moov", new(FileFormat.Mov, "a MOV video")), // QuickTime before 2001 begins with any of its boxes
        (4, "mdat", new(FileFormat.Mov, "a MOV video")),
        (4, "wide", new(FileFormat.Mov, "a MOV video")),
        (4, "free", new(FileFormat.Mov, "a MOV video")),
        (4, "skip", new(FileFormat.Mov, "a MOV video")),
        (0, "II*\0", new(FileFormat.Other, "a TIFF picture")),
        (0, "MM\0*", new(FileFormat.Other, "a TIFF picture")),
        (0, "\xff\x0a", new(FileFormat.Other, "a JPEG XL picture")),
        (4, "JXL ", new(FileFormat.Other, "a JPEG XL picture")),
        (4, "jP  ", new(FileFormat.Other, "a JPEG 2000 picture")),
        (0, "8BPS", new(FileFormat.Other, "a Photoshop file")),
        (0, "\0\0\x01\0", new(FileFormat.Other, "an icon")),
        (0, "%PDF", new(FileFormat.Other, "a PDF document")),
        (0, "#EXTM3U", new(FileFormat.Other, "a playlist")),
        (0, "ffconcat", new(FileFormat.Other, "a playlist")),
        (0, "PK\x03\x04", new(FileFormat.Other, "a ZIP archive")),
        (0, "OggS", new(FileFormat.Other, "an Ogg file")),
        (0, "FLV", new(FileFormat.Other, "a Flash video")),
        (0, "\x30\x26\xb2\x75", new(FileFormat.Other, "a Windows Media file")),
        (0, "\0\0\x01\xba", new(FileFormat.Other, "an MPEG video")),
        (0, "\0\0\x01\xb3", new(FileFormat.Other, "an MPEG video")),
        (0, "ID3", new(FileFormat.Other, "an MP3")),
        (8, "WAVE", new(FileFormat.Other, "a WAV sound")),
    ];

    /// <param name="start">The first <see cref="Length"/> bytes of the file, or all of them.</param>
    public static FileSignature Of(ReadOnlySpan<byte> start)
    {
        string text = Encoding.Latin1.GetString(start);
        foreach (var (offset, bytes, meaning) in Known)
        {
            bool mayBe =
                text.Length >= offset + bytes.Length && (offset != 8 || text.StartsWith("RIFF", StringComparison.Ordinal));
            if (mayBe && string.CompareOrdinal(text, offset, bytes, 0, bytes.Length) == 0)
                return meaning;
        }

        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return new(FileFormat.Other, "an SVG drawing");
        bool isText = text.All(c => c is >= ' ' or '\t' or '\n' or '\r');
        return new(FileFormat.Other, isText ? "a text file" : "of an unknown kind");
    }
}
