using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>One operator of libtorch by its schema name, looked up when it is first called.</summary>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private nint _handle;

    public string Name => name;

    /// <summary>Whether this libtorch has it.</summary>
    public bool Exists => _handle != 0 || TryFind();

    public Tensor Call(params ReadOnlySpan<Value> arguments) => new(CallForHandle(arguments));

    public Temporary CallForTemporary(params ReadOnlySpan<Value> arguments) => new(CallForHandle(arguments));

    /// <summary>For operators that work in place or into an argument: their result is that argument once more.</summary>
    public void Run(params ReadOnlySpan<Value> arguments)
    {
        var result = CallForOne(arguments);
        if (result.Tag == Tag.Tensor)
            NativeTorch.TensorFree(result.Pointer);
    }

    public (Tensor, Tensor) CallForTwo(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[2];
        _ = NativeTorch.Check(NativeTorch.Call(Handle, Address(arguments), arguments.Length, results, 2));
        return (new Tensor(results[0].Pointer), new Tensor(results[1].Pointer));
    }

    public Tensor[] CallForMany(params ReadOnlySpan<Value> arguments)
    {
        var result = CallForOne(arguments);
        var tensors = new Tensor[result.Count];
        for (int i = 0; i < tensors.Length; i++)
            tensors[i] = new Tensor(((nint*)result.Pointer)[i]);
        NativeTorch.FreeBuffer(result.Pointer);
        return tensors;
    }

    public NativeValue CallForOne(params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        if (NativeTorch.Call(Handle, Address(arguments), arguments.Length, &result, 1) < 0)
            NativeTorch.Throw();
        return result;
    }

    public nint CallForHandle(params ReadOnlySpan<Value> arguments) => CallForOne(arguments).Pointer;

    private nint Handle => _handle != 0 ? _handle : Find();

    // Arguments are built by the compiler on the caller's stack, so they do not move.
    private static void* Address(ReadOnlySpan<Value> arguments) => Unsafe.AsPointer(ref MemoryMarshal.GetReference(arguments));

    private nint Find()
    {
        if (!TryFind())
            NativeTorch.Throw();
        return _handle;
    }

    private bool TryFind()
    {
        NativeTorch.EnsureLoaded();
        fixed (byte* n = Encoding.UTF8.GetBytes($"aten::{name}\0"), o = Encoding.UTF8.GetBytes($"{overload}\0"))
            _handle = NativeTorch.FindOperator(n, o);
        return _handle != 0;
    }
}
