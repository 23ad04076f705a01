using System.Buffers.Binary;
using System.Text;

namespace CogSpace.PostProcess.Media.Formats;

/// <summary>A WebP from chunk to chunk.</summary>
/// <remarks>Source: RFC 9649.</remarks>
internal static class WebpFile
{
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;
    private const int AnimationFlag = 0x02;
    private const byte XmpFlag = 0x04;
    private const int FlagsAt = RiffHeader + ChunkHeader;
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

    /// <summary>Adds metadata to a file.</summary>
    /// <param name="path">A whole WebP without any.</param>
    /// <param name="xmp">An XMP packet.</param>
    public static void AddXmp(string path, ReadOnlySpan<byte> xmp)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        byte[] start = new byte[FlagsAt + 1];
        file.ReadExactly(start);
        if (!start.AsSpan(RiffHeader).StartsWith("VP8X"u8))
            start = Extend(file);
        start[FlagsAt] |= XmpFlag;
        file.Seek(0, SeekOrigin.End);
        file.Write([.. "XMP "u8, .. LittleEndian(xmp.Length), .. xmp, .. new byte[xmp.Length % 2]]);
        LittleEndian((int)file.Length - ChunkHeader).CopyTo(start, 4);
        file.Position = 0;
        file.Write(start.AsSpan(0, FlagsAt + 1));
    }

    // A still picture, which is short, gets the header in which there is a place for the flag.
    private static byte[] Extend(FileStream file)
    {
        byte[] bytes = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(bytes);
        var size = ReadHeader(bytes);
        byte[] extended =
        [
            .. bytes.AsSpan(0, RiffHeader), .. "VP8X\x0a\0\0\0\0\0\0\0"u8,
            .. LittleEndian((int)size.Width - 1).AsSpan(0, 3), .. LittleEndian((int)size.Height - 1).AsSpan(0, 3),
            .. bytes.AsSpan(RiffHeader),
        ];
        file.Position = 0;
        file.Write(extended);
        return extended;
    }

    private static byte[] LittleEndian(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    // Some writers put the marker of a JPEG segment in front.
    private static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> exif) => exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
}
