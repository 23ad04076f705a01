using System.Buffers.Binary;
using System.Text;

namespace CogSpace.Benchmarks.Pages;

/// <summary>As much of MessagePack as a Blazor page speaks: arrays, texts, bytes and small numbers.</summary>
internal static class MessagePack
{
    public static byte[] Array(params object?[] items)
    {
        using var stream = new MemoryStream();
        Write(stream, items);
        return stream.ToArray();
    }

    /// <returns>object[], string, byte[], long or null.</returns>
    public static object? Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        byte type = bytes[at++];
        switch (type)
        {
            case < 0x80: return (long)type;
            case < 0x90: return Map(bytes, ref at, type & 15);
            case < 0xa0: return Items(bytes, ref at, type & 15);
            case < 0xc0: return Text(bytes, ref at, type & 31);
            case 0xc0: return null;
            case 0xc2: return 0L;
            case 0xc3: return 1L;
            case 0xc4: return Bytes(bytes, ref at, Number(bytes, ref at, 1));
            case 0xc5: return Bytes(bytes, ref at, Number(bytes, ref at, 2));
            case 0xc6: return Bytes(bytes, ref at, Number(bytes, ref at, 4));
            case 0xcc or 0xd0: return Number(bytes, ref at, 1);
            case 0xcd or 0xd1: return Number(bytes, ref at, 2);
            case 0xce or 0xd2: return Number(bytes, ref at, 4);
            case 0xcf or 0xd3: return Number(bytes, ref at, 8);
            case 0xd9: return Text(bytes, ref at, Number(bytes, ref at, 1));
            case 0xda: return Text(bytes, ref at, Number(bytes, ref at, 2));
            case 0xdb: return Text(bytes, ref at, Number(bytes, ref at, 4));
            case 0xdc: return Items(bytes, ref at, Number(bytes, ref at, 2));
            case >= 0xe0: return (long)(sbyte)type;
            default: throw new InvalidDataException($"MessagePack type {type:x2} is not expected here.");
        }
    }

    private static void Write(Stream stream, object? item)
    {
        switch (item)
        {
            case null:
                stream.WriteByte(0xc0);
                break;
            case bool value:
                stream.WriteByte(value ? (byte)0xc3 : (byte)0xc2);
                break;
            case long value:
                stream.WriteByte(0xd3);
                WriteNumber(stream, value, 8);
                break;
            case string text:
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                stream.WriteByte(0xdb);
                WriteNumber(stream, utf8.Length, 4);
                stream.Write(utf8);
                break;
            case object?[] items:
                stream.WriteByte(0xdc);
                WriteNumber(stream, items.Length, 2);
                foreach (object? inner in items)
                    Write(stream, inner);
                break;
            default:        // headers: always empty
                stream.WriteByte(0x80);
                break;
        }
    }

    private static void WriteNumber(Stream stream, long value, int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        stream.Write(bytes[^size..]);
    }

    private static long Number(ReadOnlySpan<byte> bytes, ref int at, int size)
    {
        long value = 0;
        for (int end = at + size; at < end; at++)
            value = (value << 8) | bytes[at];
        return value;
    }

    private static string Text(ReadOnlySpan<byte> bytes, ref int at, long length) =>
        Encoding.UTF8.GetString(Bytes(bytes, ref at, length));

    private static byte[] Bytes(ReadOnlySpan<byte> bytes, ref int at, long length)
    {
        at += (int)length;
        return bytes[(at - (int)length)..at].ToArray();
    }

    private static object?[] Items(ReadOnlySpan<byte> bytes, ref int at, long count)
    {
        object?[] items = new object?[count];
        for (int i = 0; i < count; i++)
            items[i] = Read(bytes, ref at);
        return items;
    }

    private static object? Map(ReadOnlySpan<byte> bytes, ref int at, int count)
    {
        for (int i = 0; i < 2 * count; i++)
            Read(bytes, ref at);
        return null;
    }
}
