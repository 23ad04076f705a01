namespace CogSpace.PostProcess.Media.Formats;

/// <summary>A GIF up to the end of its first frame.</summary>
/// <remarks>Source: CompuServe, Graphics Interchange Format, version 89a.</remarks>
internal static class GifFile
{
    /// <summary>Bytes of the header and of what is said of the screen.</summary>
    public const int ScreenLength = 13;

    /// <summary>Where among them the flags of the colour table are.</summary>
    public const int ScreenFlags = 10;

    /// <summary>Begins an extension.</summary>
    public const byte Extension = 0x21;

    /// <summary>Follows that where the extension is a comment.</summary>
    public const byte Comment = 0xFE;

    private const int Image = 0x2C;

    public static PictureHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        var header = new PictureHeader(bytes.UInt16Little(6), bytes.UInt16Little(8));
        long at = ScreenLength + ColourTable(bytes[ScreenFlags]);
        while (bytes[at] == Extension)
            at = EndOfBlocks(bytes, at + 2);
        if (bytes[at] != Image)
            throw new InvalidDataException("there is no picture in it");
        EndOfBlocks(bytes, at + 11 + ColourTable(bytes[at + 9]));
        return header;
    }

    /// <returns>Bytes of a colour table: 3 for each of 2, 4, ... 256 colours, if the flag is set.</returns>
    public static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    // Blocks of 1 to 255 bytes, and an empty one that ends them.
    private static long EndOfBlocks(HeaderBytes bytes, long at)
    {
        while (bytes[at] != 0)
            at += 1 + bytes[at];
        return at + 1;
    }
}
