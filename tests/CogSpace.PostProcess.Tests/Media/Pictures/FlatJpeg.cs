namespace CogSpace.PostProcess.Tests.Media.Pictures;

/// <summary>
/// Writes JPEGs of one colour with any number of components, as no program at hand does: every block has a mean and nothing
/// else.
/// </summary>
/// <remarks>
/// Source: ITU-T T.81. A code of the means' table is the number of bits in four bits; the other table has one code, "nothing
/// more".
/// </remarks>
internal static class FlatJpeg
{
    private const int Blocks = 6; // in each direction, of 8 pixels

    public const int Side = Blocks * 8;

    /// <param name="components">The stored value of each component.</param>
    /// <param name="adobeTransform">0 as they are, 2 YCCK; null writes no Adobe marker.</param>
    public static byte[] Encode(byte[] components, byte? adobeTransform)
    {
        int count = components.Length;
        var file = new List<byte>([0xFF, 0xD8]);
        if (adobeTransform is { } transform)
            Segment(file, 0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);
        Segment(file, 0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]);
        Segment(
            file,
            0xC0,
            [
                8,
                0,
                Side,
                0,
                Side,
                (byte)count,
                .. Enumerable.Range(1, count).SelectMany(id => new byte[] { (byte)id, 0x11, 0 }),
            ]
        );
        Segment(file, 0xC4, [0x00, 0, 0, 0, 12, .. new byte[12], .. Enumerable.Range(0, 12).Select(n => (byte)n)]);
        Segment(file, 0xC4, [0x10, 1, .. new byte[15], 0]);
        Segment(file, 0xDA, [(byte)count, .. Enumerable.Range(1, count).SelectMany(id => new byte[] { (byte)id, 0 }), 0, 63, 0]);
        file.AddRange(Scan(components));
        file.AddRange([0xFF, 0xD9]);
        return [.. file];
    }

    private static void Segment(List<byte> file, byte marker, byte[] data)
    {
        file.AddRange([0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2)]);
        file.AddRange(data);
    }

    private static IEnumerable<byte> Scan(byte[] components)
    {
        string bits = "";
        for (int block = 0; block < Blocks * Blocks; block++)
            bits += string.Concat(components.Select(value => Mean(block == 0 ? (value - 128) * 8 : 0) + "0"));
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '1');
        foreach (string eight in bits.Chunk(8).Select(chunk => new string(chunk)))
        {
            byte value = Convert.ToByte(eight, 2);
            yield return value;
            if (value == 0xFF)
                yield return 0;
        }
    }

    // What the mean differs by from the block before.
    private static string Mean(int difference)
    {
        if (difference == 0)
            return "0000";
        int length = Convert.ToString(Math.Abs(difference), 2).Length;
        int value = difference > 0 ? difference : difference + (1 << length) - 1;
        return Convert.ToString(length, 2).PadLeft(4, '0') + Convert.ToString(value, 2).PadLeft(length, '0');
    }
}
