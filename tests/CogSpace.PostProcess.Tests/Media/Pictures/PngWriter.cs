using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CogSpace.PostProcess.Tests.Media.Pictures;

/// <summary>Writes PNGs of every kind, and broken ones.</summary>
internal sealed class PngWriter
{
    public const byte Gray = 0, Rgb = 2, Palette = 3, GrayAlpha = 4, Rgba = 6;

    private readonly List<byte> _file = [0x89, .. "PNG\r\n\x1a\n"u8];

    /// <summary>A whole file.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="bits">For each channel.</param>
    /// <param name="colour">The colour type.</param>
    /// <param name="row">The bytes of a row.</param>
    /// <param name="before">Chunks in front of the pixels.</param>
    public static byte[] Encode(
        int width, int height, byte bits, byte colour, Func<int, byte[]> row, params (string Name, byte[] Data)[] before)
    {
        var png = new PngWriter().Header(width, height, bits, colour);
        foreach (var (name, data) in before)
            png.Chunk(name, data);
        return png.Chunk("IDAT", Deflate(Enumerable.Range(0, height).SelectMany(y => row(y).Prepend((byte)0))))
            .Chunk("IEND", [])
            .ToArray();
    }

    public static byte[] Deflate(IEnumerable<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
            zlib.Write(bytes.ToArray());
        return packed.ToArray();
    }

    public PngWriter Header(int width, int height, byte bits, byte colour)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (bits, colour);
        return Chunk("IHDR", header);
    }

    public PngWriter Chunk(string name, byte[] data)
    {
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        _file.AddRange(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
        _file.AddRange(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, CheckSum(body));
        _file.AddRange(number);
        return this;
    }

    public byte[] ToArray() => [.. _file];

    private static uint CheckSum(byte[] bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
        }

        return ~sum;
    }
}
