using System.Text;

namespace CogSpace.PostProcess.Media.Formats;

/// <summary>A WebP from chunk to chunk.</summary>
/// <remarks>Source: RFC 9649.</remarks>
internal static class WebpFile
{
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;
    private const int AnimationFlag = 0x02;
    private const int SizeMask = 0x3FFF; // 14 bits

    public static PictureHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        long end = bytes.UInt32Little(4) + ChunkHeader;
        bytes.Slice(0, end);

        PictureHeader? header = null;
        var orientation = ExifOrientation.Upright;
        for (long at = RiffHeader; at < end;)
        {
            long length = bytes.UInt32Little(at + 4);
            string name = Encoding.Latin1.GetString(bytes.Slice(at, 4));
            if (name == "EXIF")
                orientation = ExifBlock.Orientation(WithoutPrefix(bytes.Slice(at + ChunkHeader, length)));
            else
                header ??= ReadSize(name, bytes, at + ChunkHeader);
            at += ChunkHeader + length + (length % 2);
        }

        return header is { } found
            ? found with
            {
                Orientation = orientation,
            }
            : throw new InvalidDataException("there is no picture in it");
    }

    /// <param name="name">Of a chunk.</param>
    /// <param name="bytes">Where it is.</param>
    /// <param name="at">Where its data begin.</param>
    /// <returns>Null: the chunk says nothing of the size.</returns>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public static PictureHeader? ReadSize(string name, HeaderBytes bytes, long at)
    {
        switch (name)
        {
            case "VP8X":
                return new PictureHeader(1 + (bytes.UInt32Little(at + 4) & 0xFFFFFF), 1 + (bytes.UInt32Little(at + 6) >> 8))
                {
                    IsAnimated = (bytes[at] & AnimationFlag) != 0,
                };
            case "VP8 ":
                return new PictureHeader(bytes.UInt16Little(at + 6) & SizeMask, bytes.UInt16Little(at + 8) & SizeMask);
            case "VP8L":
                uint sizes = bytes.UInt32Little(at + 1);
                return new PictureHeader(1 + (sizes & SizeMask), 1 + ((sizes >> 14) & SizeMask));
            default:
                return null;
        }
    }

    // Some writers put the marker of a JPEG segment in front.
    private static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> exif) => exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
}
