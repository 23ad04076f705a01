using System.Text;

namespace CogSpace.PostProcess.Media.Formats;

/// <summary>A PNG from chunk to chunk.</summary>
/// <remarks>Source: Portable Network Graphics (W3C, second edition), section 5.</remarks>
internal static class PngFile
{
    private const int SignatureLength = 8;
    private const int ChunkFrame = 12; // length, name and check sum
    private const int MostChunks = 100_000; // one for every 8 KB is usual

    public static PictureHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        if (!bytes.Says(SignatureLength + 4, "IHDR"))
            throw new InvalidDataException("it is damaged");

        var header = new PictureHeader(bytes.UInt32Big(16), bytes.UInt32Big(20));
        foreach (var (name, at, length) in Chunks(bytes))
        {
            if (name == "eXIf")
                header = header with { Orientation = ExifBlock.Orientation(bytes.Slice(at + 8, length - ChunkFrame)) };
        }

        return header;
    }

    /// <summary>
    /// The same picture without what is not needed to see it: texts and profiles may unfold to gigabytes, and animations are
    /// not read.
    /// </summary>
    public static byte[] WithoutExtras(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        var result = new MemoryStream(file.Length);
        result.Write(file[..SignatureLength]);
        foreach (var (name, at, length) in Chunks(bytes))
        {
            if (name is "IHDR" or "PLTE" or "tRNS" or "IDAT" or "IEND")
                result.Write(bytes.Slice(at, length));
        }

        return result.ToArray();
    }

    /// <summary>What stands in all IDAT chunks together: one stream of zlib.</summary>
    public static byte[] PixelData(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        var result = new MemoryStream(file.Length);
        foreach (var (name, at, length) in Chunks(bytes))
        {
            if (name == "IDAT")
                result.Write(bytes.Slice(at + 8, length - ChunkFrame));
        }

        return result.ToArray();
    }

    private static List<(string Name, long At, long Length)> Chunks(HeaderBytes bytes)
    {
        var chunks = new List<(string Name, long At, long Length)>();
        long at = SignatureLength;
        string name;
        do
        {
            long length = bytes.UInt32Big(at) + ChunkFrame;
            name = Encoding.Latin1.GetString(bytes.Slice(at, length).Slice(4, 4));
            if (chunks.Count == MostChunks)
                throw new InvalidDataException($"it has more than {MostChunks} parts");
            chunks.Add((name, at, length));
            at += length;
        }
        while (name != "IEND");
        return chunks;
    }
}
