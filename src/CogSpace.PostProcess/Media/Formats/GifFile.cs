namespace CogSpace.PostProcess.Media.Formats;

/// <summary>A GIF up to the end of its first frame.</summary>
/// <remarks>Source: CompuServe, Graphics Interchange Format, version 89a.</remarks>
internal static class GifFile
{
    private const int Extension = 0x21;
    private const int Image = 0x2C;

    public static PictureHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        var header = new PictureHeader(bytes.UInt16Little(6), bytes.UInt16Little(8));
        long at = 13 + ColourTable(bytes[10]);
        while (bytes[at] == Extension)
            at = EndOfBlocks(bytes, at + 2);
        if (bytes[at] != Image)
            throw new InvalidDataException("there is no picture in it");
        EndOfBlocks(bytes, at + 11 + ColourTable(bytes[at + 9]));
        return header;
    }

    // 3 bytes for each of 2, 4, ... 256 colours, if the flag is set.
    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    // Blocks of 1 to 255 bytes, and an empty one that ends them.
    private static long EndOfBlocks(HeaderBytes bytes, long at)
    {
        while (bytes[at] != 0)
            at += 1 + bytes[at];
        return at + 1;
    }
}
