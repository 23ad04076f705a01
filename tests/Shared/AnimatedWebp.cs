using System.Buffers.Binary;
using System.Text;

namespace CogSpace.Tests;

/// <summary>What an animated WebP says of itself: ffprobe 5 cannot read them.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Loops">0: for ever.</param>
/// <param name="Milliseconds">That each frame is shown.</param>
/// <remarks>Source: developers.google.com/speed/webp/docs/riff_container.</remarks>
internal sealed record AnimatedWebp(int Width, int Height, int Loops, IReadOnlyList<int> Milliseconds)
{
    public static AnimatedWebp Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        Assert.Equal(("RIFF", "WEBP"), (Encoding.ASCII.GetString(file, 0, 4), Encoding.ASCII.GetString(file, 8, 4)));
        Assert.Equal(file.Length, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)) + 8);
        static int Three(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

        var (width, height, loops) = (0, 0, -1);
        var shown = new List<int>();
        for (int at = 12; at + 8 <= file.Length;)
        {
            string name = Encoding.ASCII.GetString(file, at, 4);
            int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            var content = file.AsSpan(at + 8, length);
            if (name == "VP8X")
                (width, height) = (Three(content[4..]) + 1, Three(content[7..]) + 1);
            else if (name == "ANIM")
                loops = BinaryPrimitives.ReadUInt16LittleEndian(content[4..]);
            else if (name == "ANMF")
                shown.Add(Three(content[12..]));
            at += 8 + length + (length % 2);
        }

        return new AnimatedWebp(width, height, loops, shown);
    }
}
