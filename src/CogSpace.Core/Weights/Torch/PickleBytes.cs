using System.Buffers.Binary;
using System.Text;

namespace CogSpace.Weights.Torch;

/// <summary>Reads the arguments that stand behind a pickle's instructions.</summary>
internal sealed class PickleBytes(byte[] bytes, int start)
{
    private const int MaxLongBytes = 16;
    private const int MaxNameBytes = 1000;

    /// <summary>Where the next byte is.</summary>
    public int Position { get; private set; } = start;

    public PickleOpcode Opcode() => (PickleOpcode)Byte();

    public byte Byte() => Take(1)[0];

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>A whole number of any length, as long or, if it must be, Int128.</summary>
    public object Long(ulong length)
    {
        if (length > MaxLongBytes)
            throw new PickleException($"holds a number of {length} bytes");
        var digits = Take(length);
        Int128 value = digits.Length > 0 && digits[^1] >= 0x80 ? -1 : 0;    // two's complement
        for (int i = digits.Length - 1; i >= 0; i--)
            value = (value << 8) | digits[i];
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    public string Text(ulong length) => Encoding.UTF8.GetString(Take(length));

    /// <summary>A name that ends with its line.</summary>
    public string Line()
    {
        var rest = bytes.AsSpan(Position);
        int length = rest.IndexOf((byte)'\n');
        if (length is < 0 or > MaxNameBytes)
            throw new PickleException("has a name that does not end");
        string line = Encoding.UTF8.GetString(rest[..length]);
        Position += length + 1;
        return line;
    }

    /// <summary>Passes over bytes that nothing asks for.</summary>
    public void Skip(ulong length) => Take(length);

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(bytes.Length - Position))
            throw new PickleException("ends in the middle; it is truncated or damaged");
        var taken = bytes.AsSpan(Position, (int)count);
        Position += (int)count;
        return taken;
    }
}
