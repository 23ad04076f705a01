using System.Buffers.Binary;
using System.Text;

namespace CogSpace.PostProcess.Media;

/// <summary>Bare RGB frames with a time each, as a Matroska stream that FFmpeg reads from a pipe.</summary>
/// <remarks>Source: RFC 8794 (EBML) and RFC 9559 (Matroska). Every size takes eight bytes; the segment's is unknown.</remarks>
internal static class MatroskaFrames
{
    private const ulong MicrosecondInNanoseconds = 1000, Video = 1, Track = 1;
    private const byte KeyFrame = 0x80, FirstTrack = 0x81;

    /// <summary>What stands in front of all frames.</summary>
    /// <param name="width">Of all frames, in pixels.</param>
    /// <param name="height">Of all frames, in pixels.</param>
    /// <param name="last">
    /// Seconds for which the last frame is shown: FFmpeg takes what is said of all for the one that nothing follows.
    /// </param>
    public static byte[] Header(int width, int height, double last)
    {
        byte[] picture = Element(
            0xE0,
            [
                .. Element(0xB0, (ulong)width), .. Element(0xBA, (ulong)height),
                .. Element(0x2EB524, [(byte)'R', (byte)'G', (byte)'B', 24]),
            ]
        );
        byte[] track = Element(
            0xAE,
            [
                .. Element(0xD7, Track), .. Element(0x73C5, Track), .. Element(0x83, Video),
                .. Element(0x22B59C, Encoding.ASCII.GetBytes("und")),
                .. Element(0x86, Encoding.ASCII.GetBytes("V_UNCOMPRESSED")),
                .. Element(0x23E383, (ulong)Math.Max(1, last * 1e9)), .. picture,
            ]
        );
        return
        [
            .. Element(0x1A45DFA3, Element(0x4282, Encoding.ASCII.GetBytes("matroska"))),
            0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, // a segment without an end
            .. Element(0x1549A966, Element(0x2AD7B1, MicrosecondInNanoseconds)),
            .. Element(0x1654AE6B, track),
        ];
    }

    /// <summary>What stands in front of the bytes of one frame.</summary>
    public static byte[] Prefix(Frame frame)
    {
        byte[] time = Element(0xE7, (ulong)Math.Max(0, frame.Time.TotalMicroseconds));
        byte[] block = [FirstTrack, 0, 0, KeyFrame];
        byte[] blockStart = Start(0xA3, block.Length + frame.Pixels.Length);
        int length = time.Length + blockStart.Length + block.Length + frame.Pixels.Length;
        return [.. Start(0x1F43B675, length), .. time, .. blockStart, .. block];
    }

    private static byte[] Element(uint id, ulong value)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Element(id, bytes);
    }

    private static byte[] Element(uint id, byte[] content) => [.. Start(id, content.Length), .. content];

    private static byte[] Start(uint id, long length)
    {
        byte[] bytes = new byte[sizeof(uint) + sizeof(ulong)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(sizeof(uint)), (ulong)length | (1UL << 56));
        return bytes[Array.FindIndex(bytes, part => part != 0)..];
    }
}
