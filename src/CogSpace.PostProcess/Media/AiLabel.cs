using System.Buffers.Binary;
using System.Text;
using CogSpace.PostProcess.Media.Formats;

namespace CogSpace.PostProcess.Media;

/// <summary>
/// Says in a file that an AI model made its pictures, in the form that the format has for it: XMP in MP4 and WebP, a comment in
/// GIF, a tag in Matroska and WebM. It is the same in every file.
/// </summary>
/// <remarks>
/// Source: IPTC, Digital Source Type NewsCodes; Adobe, XMP specification part 3 (the identifier of the box in an MP4).
/// </remarks>
internal static class AiLabel
{
    /// <summary>Made by an algorithm that was trained on the work of others.</summary>
    public const string SourceType = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

    /// <summary>The name of the tag in Matroska and WebM.</summary>
    public const string TagName = "DIGITAL_SOURCE_TYPE";

    /// <summary>An XMP packet.</summary>
    public const string Xmp =
        "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">" +
        "<rdf:Description rdf:about=\"\" xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" " +
        $"Iptc4xmpExt:DigitalSourceType=\"{SourceType}\"/></rdf:RDF></x:xmpmeta>\n" +
        "<?xpacket end=\"r\"?>";

    private const string Comment = $"AI-generated ({SourceType})";

    private static readonly byte[] XmpIdentifier = Convert.FromHexString("BE7ACFCB97A942E89C71999491E3AFAC");

    /// <summary>Adds a box behind the last one, where nothing has to move for it.</summary>
    /// <param name="path">A whole MP4.</param>
    public static void AddToMp4(string path)
    {
        byte[] xmp = Encoding.UTF8.GetBytes(Xmp);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, 8 + XmpIdentifier.Length + xmp.Length);
        using var file = new FileStream(path, FileMode.Append);
        file.Write(length);
        file.Write("uuid"u8);
        file.Write(XmpIdentifier);
        file.Write(xmp);
    }

    /// <summary>Writes a GIF again, with a comment before its first picture.</summary>
    /// <param name="source">A whole GIF.</param>
    /// <param name="path">Replaced.</param>
    public static void CopyGif(string source, string path)
    {
        using var from = File.OpenRead(source);
        using var to = File.Create(path);
        byte[] screen = new byte[GifFile.ScreenLength];
        from.ReadExactly(screen);
        byte[] colours = new byte[GifFile.ColourTable(screen[GifFile.ScreenFlags])];
        from.ReadExactly(colours);
        byte[] comment = Encoding.ASCII.GetBytes(Comment);
        to.Write(screen);
        to.Write(colours);
        to.Write([GifFile.Extension, GifFile.Comment, (byte)comment.Length]);       // it fits into one block
        to.Write(comment);
        to.WriteByte(0);
        from.CopyTo(to);
    }

    /// <summary>Adds a chunk at the end, and says so in the header.</summary>
    /// <param name="path">A whole WebP.</param>
    public static void AddToWebp(string path) => WebpFile.AddXmp(path, Encoding.UTF8.GetBytes(Xmp));
}
