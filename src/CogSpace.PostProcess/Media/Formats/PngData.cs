using System.IO.Compression;

namespace CogSpace.PostProcess.Media.Formats;

/// <summary>The compressed pixels of a PNG: how far they unfold.</summary>
/// <remarks>
/// Source: Portable Network Graphics (W3C, second edition), sections 8 and 10. A file of 24 MB can unfold to 25 GB, whatever
/// size its header claims, and a decoder works through all of it.
/// </remarks>
internal static class PngData
{
    private const int Slack = 65_536; // what is left over behind the pixels: some programs leave a little
    private const int BufferBytes = 65_536;

    // x0, y0, dx, dy of Adam7's seven pictures.
    private static readonly (int X, int Y, int Dx, int Dy)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Unfolds the pixels as far as the header needs them, and a little further.</summary>
    /// <param name="file">A PNG whose chunks were found to be whole.</param>
    /// <param name="cancellationToken">Looked at every 64 KB.</param>
    /// <exception cref="InvalidDataException">They unfold to more than the picture has.</exception>
    public static void Check(byte[] file, CancellationToken cancellationToken)
    {
        long needed = BytesNeeded(file);
        using var stored = new MemoryStream(PngFile.PixelData(file));
        using var unfolded = new ZLibStream(stored, CompressionMode.Decompress);
        byte[] buffer = new byte[BufferBytes];
        for (long total = 0; ReadSome(unfolded, buffer) is > 0 and var read;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            total += read;
            if (total > needed + Slack)
                throw new InvalidDataException("its data unfolds to more than its pixels take");
        }
    }

    // What is damaged ends here; the decoder says so.
    private static int ReadSome(ZLibStream unfolded, byte[] buffer)
    {
        try
        {
            return unfolded.Read(buffer);
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }

    private static long BytesNeeded(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        var (width, height) = (bytes.UInt32Big(16), bytes.UInt32Big(20));
        int samples = bytes[25] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        int bits = samples * bytes[24];
        bool isInterlaced = bytes[28] == 1;
        if (!isInterlaced)
            return PassBytes(width, height, bits);
        return Passes.Sum(pass => PassBytes(Steps(width, pass.X, pass.Dx), Steps(height, pass.Y, pass.Dy), bits));
    }

    private static long Steps(long size, int first, int every) => (size - first + every - 1) / every;

    // Each row begins with a byte that names its filter.
    private static long PassBytes(long width, long height, int bits) =>
        width <= 0 || height <= 0 ? 0 : height * (1 + (((width * bits) + 7) / 8));
}
