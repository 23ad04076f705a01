using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>One argument of an operator: cs_value, with the owner of the pointer in it, so that a tensor that nobody
/// else holds is not finalized between reading its handle and using it. <c>default</c> is the operator's own default.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal readonly struct Value
{
    [FieldOffset(0)] private readonly object? _owner;
    [FieldOffset(8)] private readonly int _tag;
    [FieldOffset(12)] private readonly int _count;
    [FieldOffset(16)] private readonly long _integer;
    [FieldOffset(16)] private readonly double _number;
    [FieldOffset(16)] private readonly nint _pointer;

    public static readonly Value None = new(Tag.None, 0L);

    public static implicit operator Value(Tensor? tensor) => tensor is null ? None : new(Tag.Tensor, tensor.Handle, owner: tensor);
    public static implicit operator Value(Temporary tensor) => new(Tag.Tensor, tensor.Handle);
    public static implicit operator Value(long value) => new(Tag.Int, value);
    public static implicit operator Value(double value) => new(value);
    public static implicit operator Value(bool value) => new(Tag.Bool, value ? 1L : 0L);
    public static implicit operator Value(Scalar? value) => value is null ? None : value.Value;
    public static implicit operator Value(ScalarType? type) => type is { } t ? (long)t : None;
    public static implicit operator Value(long? value) => value is { } v ? v : None;
    public static implicit operator Value(Device device) => new(Tag.Device, (long)device.type, device.index);
    public static implicit operator Value(Generator? generator) => generator is null ? None : new(Tag.Generator, generator.Handle, owner: generator);

    // The memory of these must stay where it is until the call returns: on the stack or pinned.
    public static unsafe Value Ints(long* values, int count) => new(Tag.Ints, (nint)values, count);
    public static unsafe Value Doubles(double* values, int count) => new(Tag.Doubles, (nint)values, count);
    public static unsafe Value Tensors(nint* handles, int count) => new(Tag.Tensors, (nint)handles, count);

    /// <summary>For literals ("none"u8) only: they lie in the assembly and never move.</summary>
    public static unsafe Value Literal(ReadOnlySpan<byte> utf8) => new(Tag.String, (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(utf8)), utf8.Length);

    private Value(Tag tag, long integer, int count = 0)
    {
        _tag = (int)tag;
        _integer = integer;
        _count = count;
    }

    private Value(Tag tag, nint pointer, int count = 0, object? owner = null)
    {
        _owner = owner;
        _tag = (int)tag;
        _pointer = pointer;
        _count = count;
    }

    private Value(double number)
    {
        _tag = (int)Tag.Double;
        _number = number;
    }
}

/// <summary>The tags of binding.h.</summary>
internal enum Tag
{
    Default,
    None,
    Tensor,
    Int,
    Double,
    Bool,
    String,
    Ints,
    Doubles,
    Tensors = 10,
    Device,
    Generator,
}

/// <summary>One result of an operator: the same layout without anything managed in it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct NativeValue
{
    [FieldOffset(8)] public Tag Tag;
    [FieldOffset(12)] public int Count;
    [FieldOffset(16)] public long Integer;
    [FieldOffset(16)] public nint Pointer;
}
