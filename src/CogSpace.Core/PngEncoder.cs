using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CogSpace;

/// <summary>A small picture as a PNG, in memory and in well under a millisecond.</summary>
/// <remarks>
/// Source: Portable Network Graphics (W3C, second edition), sections 5, 9 and 11. Rows are not filtered: these pictures are
/// too small for it to matter.
/// </remarks>
public static class PngEncoder
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly uint[] Table =
    [
        .. Enumerable
            .Range(0, 256)
            .Select(value =>
                Enumerable.Range(0, 8).Aggregate((uint)value, (rest, _) => (rest >> 1) ^ ((rest & 1) * Polynomial))
            ),
    ];

    public static byte[] Encode(Frame frame)
    {
        var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, frame.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], frame.Height);
        (header[8], header[9]) = (8, 2);                             // bits, RGB
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compress(frame));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    // Before each row stands how it is filtered: 0, not at all.
    private static byte[] Compress(Frame frame)
    {
        int row = frame.Width * Frame.Channels;
        var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest))
        {
            for (int y = 0; y < frame.Height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(frame.Pixels.Span.Slice(y * row, row));
            }
        }

        return data.ToArray();
    }

    private static void WriteChunk(MemoryStream file, string name, ReadOnlySpan<byte> data)
    {
        byte[] chunk = [.. Encoding.ASCII.GetBytes(name), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(chunk);
        BinaryPrimitives.WriteUInt32BigEndian(
            number, ~chunk.Aggregate(uint.MaxValue, (sum, value) => Table[(byte)sum ^ value] ^ (sum >> 8)));
        file.Write(number);
    }
}
