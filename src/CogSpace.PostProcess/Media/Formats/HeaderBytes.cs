using System.Buffers.Binary;
using System.Text;

namespace CogSpace.PostProcess.Media.Formats;

/// <summary>Bytes that somebody else wrote. Reading beyond their end says that the file is cut off.</summary>
/// <exception cref="EndOfStreamException">Thrown by every member for what is not there.</exception>
internal readonly ref struct HeaderBytes(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Length => _bytes.Length;

    public byte this[long at] => Slice(at, 1)[0];

    public ReadOnlySpan<byte> Slice(long at, long length)
    {
        if (at < 0 || length < 0 || at + length > _bytes.Length)
            throw new EndOfStreamException();
        return _bytes.Slice((int)at, (int)length);
    }

    public int UInt16Big(long at) => BinaryPrimitives.ReadUInt16BigEndian(Slice(at, 2));

    public int UInt16Little(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, 2));

    public uint UInt32Big(long at) => BinaryPrimitives.ReadUInt32BigEndian(Slice(at, 4));

    public uint UInt32Little(long at) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(at, 4));

    public int Int32Little(long at) => BinaryPrimitives.ReadInt32LittleEndian(Slice(at, 4));

    /// <summary>Whether these letters stand there.</summary>
    public bool Says(long at, string letters) => Encoding.Latin1.GetString(Slice(at, letters.Length)) == letters;
}
