using System.Buffers.Binary;
using System.Text;
using CogSpace.PostProcess.Media.Decoding;

namespace CogSpace.PostProcess.Media.Formats;

/// <summary>The outermost boxes of an MP4 or MOV.</summary>
/// <remarks>
/// Source: ISO/IEC 14496-12, 4.2. FFmpeg plays what is there of a file that was cut off, and says so only at the end.
/// </remarks>
internal static class Mp4File
{
    private const int LargeHeader = 16;
    private const int MostBoxes = 1_000_000; // a file in fragments has two for each
    private static readonly string[] Needed = ["moov", "mdat", "moof"];

    /// <summary>Walks from box to box without reading what is in them.</summary>
    /// <exception cref="EndOfStreamException">The file is cut off.</exception>
    /// <exception cref="InvalidDataException">
    /// It has no index, hence no pictures that could be found; or more tracks or boxes than anybody needs.
    /// </exception>
    public static void CheckComplete(Stream file)
    {
        int tracks = 0;
        bool hasIndex = false;
        foreach (var (name, at, length, inner) in Boxes(file, 0, file.Length))
        {
            if (Needed.Contains(name) && length > file.Length - at)
                throw new EndOfStreamException();
            if (name != "moov")
                continue;
            hasIndex = true;
            tracks += Boxes(file, inner, at + length).Count(box => box.Name == "trak");
        }

        if (tracks > MediaFile.MostTracks)
            throw new InvalidDataException(MediaFile.TooManyTracks(tracks));
        if (!hasIndex)
            throw new InvalidDataException("it is cut off or damaged: its index is missing");
    }

    // The last one may be too long: the file was cut off, or it is no box, but what some programs leave behind the last one.
    private static IEnumerable<(string Name, long At, long Length, long Inner)> Boxes(Stream file, long start, long end)
    {
        byte[] header = new byte[LargeHeader];
        int count = 0;
        for (long at = start; at + 8 <= end;)
        {
            if (++count > MostBoxes)
                throw new InvalidDataException($"it has more than {MostBoxes} parts");
            file.Position = at;
            int read = file.ReadAtLeast(header, LargeHeader, throwOnEndOfStream: false);
            long length = BinaryPrimitives.ReadUInt32BigEndian(header);
            bool isLarge = length == 1 && read == LargeHeader;
            if (isLarge)
                length = BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(8));
            else if (length == 0)
                length = end - at; // the last one may say: to the end
            yield return (Encoding.Latin1.GetString(header, 4, 4), at, length, at + (isLarge ? LargeHeader : 8));
            if (length < 8 || length > end - at)
                break;
            at += length;
        }
    }
}
