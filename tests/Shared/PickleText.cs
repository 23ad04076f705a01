using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CogSpace.Tests;

/// <summary>Writes pickles, the proper and the improper, instruction by instruction.</summary>
internal sealed class PickleText
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Begins as torch.save does.</summary>
    public static PickleText Begin => new PickleText().Raw(0x80, 2);

    public PickleText Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public PickleText Op(char opcode) => Raw((byte)opcode);

    public PickleText Global(string module, string name) => Raw(Encoding.UTF8.GetBytes($"c{module}\n{name}\n"));

    public PickleText Text(string text)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, Encoding.UTF8.GetByteCount(text));
        return Op('X').Raw(length).Raw(Encoding.UTF8.GetBytes(text));
    }

    public PickleText Number(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Raw(0x8a, 8).Raw(bytes);
    }

    public PickleText Tuple(params ReadOnlySpan<long> numbers)
    {
        Op('(');
        foreach (long number in numbers)
            Number(number);
        return Op('t');
    }

    /// <summary>A dictionary of numbers, lists and tensors: each adds one value.</summary>
    public PickleText Dictionary(params ReadOnlySpan<(string Key, Action<PickleText> Value)> items)
    {
        Op('}').Op('(');
        foreach (var (key, value) in items)
            value(Text(key));
        return Op('u');
    }

    /// <summary>A view of a storage.</summary>
    public PickleText Tensor(
        string storageType, string key, long elements, long offset, long[] shape, long[] strides, bool legacy = false)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op('(');
        Op('(').Text("storage").Global("torch", storageType).Text(key).Text("cpu").Number(elements);
        if (legacy)
            Op('N');
        Op('t').Op('Q').Number(offset).Tuple(shape).Tuple(strides).Raw(0x89);
        return Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R');
    }

    public byte[] End() => Op('.')._bytes.WrittenSpan.ToArray();
}
