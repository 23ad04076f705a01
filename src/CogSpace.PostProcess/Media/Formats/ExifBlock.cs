namespace CogSpace.PostProcess.Media.Formats;

/// <summary>The one thing of an Exif block that matters here.</summary>
/// <remarks>Source: Exif 2.3 (CIPA DC-008), 4.6: a TIFF header and a directory of 12-byte entries.</remarks>
internal static class ExifBlock
{
    private const int OrientationTag = 0x0112;

    /// <param name="block">From the byte order mark on.</param>
    /// <returns>Upright where the block says nothing or is damaged: a picture is not refused for that.</returns>
    public static ExifOrientation Orientation(ReadOnlySpan<byte> block)
    {
        try
        {
            return Find(new HeaderBytes(block));
        }
        catch (EndOfStreamException)
        {
            return ExifOrientation.Upright;
        }
    }

    private static ExifOrientation Find(HeaderBytes block)
    {
        bool isLittle = block.Says(0, "II");
        long directory = isLittle ? block.UInt32Little(4) : block.UInt32Big(4);
        int entries = UInt16(block, directory, isLittle);
        for (int i = 0; i < entries; i++)
        {
            long entry = directory + 2 + (12 * i);
            if (UInt16(block, entry, isLittle) == OrientationTag)
                return UInt16(block, entry + 8, isLittle) is >= 1 and <= 8 and int value
                    ? (ExifOrientation)value
                    : ExifOrientation.Upright;
        }

        return ExifOrientation.Upright;
    }

    private static int UInt16(HeaderBytes block, long at, bool isLittle) =>
        isLittle ? block.UInt16Little(at) : block.UInt16Big(at);
}
