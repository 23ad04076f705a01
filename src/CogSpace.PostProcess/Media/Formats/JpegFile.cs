namespace CogSpace.PostProcess.Media.Formats;

/// <summary>A JPEG from marker to marker.</summary>
/// <remarks>Source: ITU-T T.81, annex B.</remarks>
internal static class JpegFile
{
    private const int StartOfScan = 0xDA;
    private const int EndOfImage = 0xD9;
    private const int ExifSegment = 0xE1;
    private const int MostScans = 100; // real ones have about ten; each costs a pass over the whole picture

    public static PictureHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        PictureHeader? header = null;
        var orientation = ExifOrientation.Upright;
        int scans = 0;
        long at = 2;
        while (true)
        {
            int marker = NextMarker(bytes, ref at);
            if (marker == EndOfImage)
                break;
            if (HasNoLength(marker))
                continue;

            int length = bytes.UInt16Big(at);
            if (IsStartOfFrame(marker) && header is null)
                header = ReadFrame(bytes, at);
            else if (marker == ExifSegment && length >= 8 && bytes.Says(at + 2, "Exif\0\0"))
                orientation = ExifBlock.Orientation(bytes.Slice(at + 8, length - 8));
            at += length;

            if (marker != StartOfScan)
                continue;
            if (++scans > MostScans)
                throw new InvalidDataException($"it has more than {MostScans} scans");
            at = EndOfScan(bytes, at);
        }

        return header is { } found && scans > 0
            ? found with
            {
                Orientation = orientation,
            }
            : throw new InvalidDataException("there is no picture in it");
    }

    private static int NextMarker(HeaderBytes bytes, ref long at)
    {
        while (bytes[at] != 0xFF) // what some cameras leave between segments
            at++;
        while (bytes[at] == 0xFF) // fill bytes
            at++;
        return bytes[at++];
    }

    private static bool HasNoLength(int marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

    private static bool IsStartOfFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static PictureHeader ReadFrame(HeaderBytes bytes, long at) => bytes[at + 2] == 8
        ? new PictureHeader(bytes.UInt16Big(at + 5), bytes.UInt16Big(at + 3))
        : throw new InvalidDataException($"JPEG pictures of {bytes[at + 2]} bits are not read, only those of 8");

    // Within a scan FF is followed by 00 or by the number of a restart.
    private static long EndOfScan(HeaderBytes bytes, long at)
    {
        var rest = bytes.Slice(at, bytes.Length - at);
        for (int i = 0; ; i++)
        {
            int next = rest[i..].IndexOf((byte)0xFF);
            if (next < 0 || i + next + 1 >= rest.Length)
                throw new EndOfStreamException();
            i += next;
            if (rest[i + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7)))
                return at + i;
        }
    }
}
