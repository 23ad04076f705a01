using System.Buffers.Binary;
using System.Text;

namespace CogSpace.Pipeline.Text;

/// <summary>Walks the fields of one protobuf message. What the bytes claim is checked before it is believed.</summary>
/// <remarks>
/// Wire format: https://protobuf.dev/programming-guides/encoding. Groups, which nothing has written for years, are refused.
/// </remarks>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = message;
    private ulong _number;
    private ReadOnlySpan<byte> _bytes;
    private WireType _type;

    private enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        Bytes = 2,
        Fixed32 = 5,
    }

    /// <summary>Number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Reads the next field; false at the end of the message.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a protobuf message.</exception>
    public bool Read()
    {
        if (_rest.IsEmpty)
            return false;

        ulong tag = TakeVarint();
        if (tag >> 3 is 0 or > (1 << 29) - 1)
            throw new InvalidDataException("it is not a protobuf file, or it is damaged.");

        Field = (int)(tag >> 3);
        _type = (WireType)(tag & 7);
        switch (_type)
        {
            case WireType.Varint: _number = TakeVarint(); break;
            case WireType.Fixed64: _bytes = Take(sizeof(ulong)); break;
            case WireType.Fixed32: _bytes = Take(sizeof(uint)); break;
            case WireType.Bytes: _bytes = Take(TakeVarint()); break;
            default: throw new InvalidDataException("it is not a protobuf file, or it is damaged.");
        }

        return true;
    }

    public readonly ReadOnlySpan<byte> Bytes() => Expect(WireType.Bytes)._bytes;

    public readonly bool Bool() => Expect(WireType.Varint)._number != 0;

    /// <summary>An int32 or enum; bits above the 32nd are dropped, as everywhere in protobuf.</summary>
    public readonly int Int32() => unchecked((int)Expect(WireType.Varint)._number);

    public readonly float Float() => BinaryPrimitives.ReadSingleLittleEndian(Expect(WireType.Fixed32)._bytes);

    public readonly string String()
    {
        try
        {
            return StrictUtf8.GetString(Bytes());
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"the text in field {Field} is not UTF-8.", e);
        }
    }

    private readonly ProtobufReader Expect(WireType type) => _type == type
        ? this
        : throw new InvalidDataException($"field {Field} holds another kind of value than it should.");

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
            throw new InvalidDataException("it ends in the middle of a field.");

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private ulong TakeVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("a number in it is longer than 64 bits.");
    }
}
