using System.Buffers.Binary;
using System.Text;

namespace CogSpace.PostProcess.Media.Formats;

/// <summary>The outermost boxes of an MP4 or MOV.</summary>
/// <remarks>
/// Source: ISO/IEC 14496-12, 4.2. FFmpeg plays what is there of a file that was cut off, and says so only at the end.
/// </remarks>
internal static class Mp4File
{
    private const int LargeHeader = 16;
    private static readonly string[] Needed = ["moov", "mdat", "moof"];

    /// <summary>Walks from box to box without reading what is in them.</summary>
    /// <exception cref="EndOfStreamException">The file is cut off.</exception>
    /// <exception cref="InvalidDataException">It has no index, hence no pictures that could be found.</exception>
    public static void CheckComplete(Stream file)
    {
        bool hasIndex = false;
        byte[] header = new byte[LargeHeader];
        for (long at = 0; at + 8 <= file.Length;)
        {
            file.Position = at;
            int read = file.ReadAtLeast(header, LargeHeader, throwOnEndOfStream: false);
            long length = BinaryPrimitives.ReadUInt32BigEndian(header);
            string name = Encoding.Latin1.GetString(header, 4, 4);
            if (length == 1 && read == LargeHeader)
                length = BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(8));
            else if (length == 0)
                length = file.Length - at; // the last one may say: to the end

            if (Needed.Contains(name) && length > file.Length - at)
                throw new EndOfStreamException();
            hasIndex |= name == "moov";
            if (length < 8 || length > file.Length - at)
                break; // what some programs leave behind the last box
            at += length;
        }

        if (!hasIndex)
            throw new InvalidDataException("it is cut off or damaged: its index is missing");
    }
}
