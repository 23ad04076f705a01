namespace CogSpace.PostProcess.Media.Formats;

/// <summary>The header of a Windows bitmap.</summary>
/// <remarks>Source: Microsoft, BITMAPFILEHEADER, BITMAPCOREHEADER, BITMAPINFOHEADER and BITMAPV4HEADER.</remarks>
internal static class BmpFile
{
    private const int CoreHeader = 12;
    private const int HeaderWithAlphaMask = 56;
    private const int Uncompressed = 0;
    private const int WithMasks = 3;

    public static PictureHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        uint headerLength = bytes.UInt32Little(14);
        if (headerLength == CoreHeader)
            return Complete(
                bytes, bytes.UInt16Little(18), bytes.UInt16Little(20), bytes.UInt16Little(24), Uncompressed, hasAlpha: false);

        // Height is below zero where the first row is the top one.
        bool hasAlpha = headerLength >= HeaderWithAlphaMask && bytes.UInt32Little(66) != 0;
        return Complete(
            bytes, bytes.Int32Little(18), Math.Abs((long)bytes.Int32Little(22)), bytes.UInt16Little(28),
            bytes.UInt32Little(30), hasAlpha);
    }

    private static PictureHeader Complete(HeaderBytes bytes, long width, long height, int bits, uint compression, bool hasAlpha)
    {
        if (width <= 0 || height <= 0)
            throw new InvalidDataException("it is damaged");
        if (compression is Uncompressed or WithMasks)
        {
            long rowBytes = ((width * bits) + 31) / 32 * 4;
            bytes.Slice(bytes.UInt32Little(10), rowBytes * height);
        }

        return new PictureHeader(width, height, HasAlpha: hasAlpha);
    }
}
