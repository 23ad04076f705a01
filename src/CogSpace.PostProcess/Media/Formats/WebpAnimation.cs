using System.Text;

namespace CogSpace.PostProcess.Media.Formats;

/// <summary>An animated WebP: a canvas, and the pictures that are put on it one after the other.</summary>
/// <param name="Width">Of the canvas, in pixels.</param>
/// <param name="Height">Of the canvas, in pixels.</param>
/// <param name="Pictures">At least one, each within the canvas.</param>
/// <remarks>Source: RFC 9649, section 2.7.1. How often it repeats and its background are not looked at, as in browsers.</remarks>
internal sealed record WebpAnimation(int Width, int Height, IReadOnlyList<WebpPicture> Pictures)
{
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;
    private const int PictureHeaderLength = 16;
    private const int MostPictures = 20_000;
    private const int KeepsWhatIsBelow = 0x02;
    private const int Disposes = 0x01;
    private const int TooShort = 10; // milliseconds: browsers show such pictures as long as the next
    private const int InsteadOfTooShort = 100;

    /// <summary>Of the picture that is shown for the shortest time.</summary>
    public int ShortestMilliseconds => Pictures.Min(picture => picture.Milliseconds);

    /// <summary>From the first picture to the end of the last.</summary>
    public long Milliseconds => Pictures.Sum(picture => (long)picture.Milliseconds);

    /// <returns>Null: it is a still picture.</returns>
    /// <exception cref="EndOfStreamException">The file is cut off.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or has too many pictures; the message says what.</exception>
    public static WebpAnimation? Read(ReadOnlySpan<byte> file)
    {
        var canvas = WebpFile.ReadHeader(file);
        if (!canvas.IsAnimated)
            return null;

        var bytes = new HeaderBytes(file);
        long end = bytes.UInt32Little(4) + ChunkHeader;
        var pictures = new List<WebpPicture>();
        for (long at = RiffHeader; at < end;)
        {
            long length = bytes.UInt32Little(at + 4);
            if (Encoding.Latin1.GetString(bytes.Slice(at, 4)) == "ANMF")
                pictures.Add(ReadPicture(bytes, at + ChunkHeader, length, canvas));
            if (pictures.Count > MostPictures)
                throw new InvalidDataException($"it has more than {MostPictures} pictures");
            at += ChunkHeader + length + (length % 2);
        }

        return pictures.Count > 0
            ? new WebpAnimation((int)canvas.Width, (int)canvas.Height, pictures)
            : throw new InvalidDataException("there is no picture in it");
    }

    private static WebpPicture ReadPicture(HeaderBytes bytes, long at, long length, PictureHeader canvas)
    {
        bytes.Slice(at, length);
        if (length < PictureHeaderLength)
            throw new InvalidDataException("it is damaged");
        int milliseconds = UInt24(bytes, at + 12);
        int flags = bytes[at + 15];
        var picture = new WebpPicture(
            2 * UInt24(bytes, at), 2 * UInt24(bytes, at + 3), 1 + UInt24(bytes, at + 6), 1 + UInt24(bytes, at + 9),
            milliseconds > TooShort ? milliseconds : InsteadOfTooShort, (flags & KeepsWhatIsBelow) == 0, (flags & Disposes) != 0,
            at + PictureHeaderLength, length - PictureHeaderLength);
        return picture.Left + picture.Width <= canvas.Width && picture.Top + picture.Height <= canvas.Height
            ? picture
            : throw new InvalidDataException("one of its pictures lies outside of it");
    }

    private static int UInt24(HeaderBytes bytes, long at) => bytes.UInt16Little(at) | (bytes[at + 2] << 16);
}
