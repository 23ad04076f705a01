using System.Buffers.Binary;
using System.Text;

namespace CogSpace.PostProcess.Media.Formats;

/// <summary>One picture of an animated WebP, a still of its own that is put somewhere on the canvas.</summary>
/// <param name="Left">Of the canvas, in pixels.</param>
/// <param name="Top">Of the canvas, in pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Milliseconds">That it is shown.</param>
/// <param name="IsBlended">What is below shines through where it is transparent; else it replaces that.</param>
/// <param name="IsDisposed">Its part of the canvas is transparent again before the next picture.</param>
/// <param name="DataAt">Where its chunks begin in the file.</param>
/// <param name="DataLength">Bytes of its chunks.</param>
internal readonly record struct WebpPicture(
    int Left, int Top, int Width, int Height, int Milliseconds, bool IsBlended, bool IsDisposed, long DataAt, long DataLength)
{
    private const int ChunkHeader = 8;
    private const int AlphaFlag = 0x10;

    /// <summary>The same picture as a file of its own.</summary>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    /// <exception cref="InvalidDataException">There is none, or it is of another size than the animation says.</exception>
    public byte[] ToStill(ReadOnlySpan<byte> file)
    {
        var data = new HeaderBytes(new HeaderBytes(file).Slice(DataAt, DataLength));
        ReadOnlySpan<byte> alpha = [], bits = [];
        for (long at = 0; bits.Length == 0 && at < data.Length;)
        {
            long length = data.UInt32Little(at + 4);
            string name = Encoding.Latin1.GetString(data.Slice(at, 4));
            var chunk = data.Slice(at, ChunkHeader + length);
            if (name == "ALPH")
                alpha = chunk;
            if (name is "VP8 " or "VP8L")
            {
                RefuseOtherSize(WebpFile.ReadSize(name, data, at + ChunkHeader)!.Value);
                bits = chunk;
            }

            at += ChunkHeader + length + (length % 2);
        }

        if (bits.Length == 0)
            throw new InvalidDataException("one of its pictures is empty");
        return Wrap(bits.StartsWith("VP8L"u8) ? [] : alpha, bits);
    }

    private void RefuseOtherSize(PictureHeader still)
    {
        if ((still.Width, still.Height) != (Width, Height))
            throw new InvalidDataException(
                $"one of its pictures has {still.Width} x {still.Height} pixels, and {Width} x {Height} were announced");
    }

    private byte[] Wrap(ReadOnlySpan<byte> alpha, ReadOnlySpan<byte> bits)
    {
        using var still = new MemoryStream();
        still.Write("RIFF\0\0\0\0WEBP"u8);
        if (alpha.Length > 0)
        {
            still.Write("VP8X\x0a\0\0\0"u8);
            still.Write([AlphaFlag, 0, 0, 0]);
            WriteSize(still, Width - 1);
            WriteSize(still, Height - 1);
            WriteEven(still, alpha);
        }

        WriteEven(still, bits);
        byte[] bytes = still.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - ChunkHeader);
        return bytes;
    }

    // 24 bits
    private static void WriteSize(MemoryStream stream, int size) =>
        stream.Write([(byte)size, (byte)(size >> 8), (byte)(size >> 16)]);

    private static void WriteEven(MemoryStream stream, ReadOnlySpan<byte> chunk)
    {
        stream.Write(chunk);
        if (chunk.Length % 2 != 0)
            stream.WriteByte(0);
    }
}
