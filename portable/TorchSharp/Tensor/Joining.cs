using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => cat((ReadOnlySpan<Tensor>)tensors.ToArray(), dim);

    public static Tensor cat(Tensor[] tensors, long dim = 0) => cat((ReadOnlySpan<Tensor>)tensors, dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0)
    {
        if (tensors.Length == 0)
            throw new ArgumentException("There are no tensors to join.", nameof(tensors));
        return tensors.Length == 1 ? tensors[0].alias() : Join(Ops.Cat, tensors, dim);
    }

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Join(Ops.Stack, tensors.ToArray(), dim);

    private static unsafe Tensor Join(Operator op, ReadOnlySpan<Tensor> tensors, long dim)
    {
        nint* handles = stackalloc nint[Math.Min(tensors.Length, 64)];
        if (tensors.Length > 64)
        {
            fixed (nint* many = Handles(tensors))
                return Join(op, many, tensors, dim);
        }

        for (int i = 0; i < tensors.Length; i++)
            handles[i] = tensors[i].Handle;
        return Join(op, handles, tensors, dim);
    }

    private static unsafe Tensor Join(Operator op, nint* handles, ReadOnlySpan<Tensor> tensors, long dim)
    {
        var result = op.Call(Value.Tensors(handles, tensors.Length), dim);
        foreach (var tensor in tensors)   // their handles were borrowed until here
            GC.KeepAlive(tensor);
        return result;
    }

    private static nint[] Handles(ReadOnlySpan<Tensor> tensors)
    {
        var handles = new nint[tensors.Length];
        for (int i = 0; i < handles.Length; i++)
            handles[i] = tensors[i].Handle;
        return handles;
    }
}

file static class Ops
{
    public static readonly Operator Cat = new("cat");
    public static readonly Operator Stack = new("stack");
}
