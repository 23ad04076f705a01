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

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Join(Ops.Stack, tensors.ToArray(), dim);

    public static unsafe Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij")
    {
        var list = tensors.ToArray();
        fixed (nint* handles = Handles(list))
        {
            var result = Ops.Meshgrid.CallForMany(Value.Tensors(handles, list.Length), Value.Literal(indexing == "xy" ? "xy"u8 : "ij"u8));
            GC.KeepAlive(list);
            return result;
        }
    }

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
    public static readonly Operator Meshgrid = new("meshgrid", "indexing");
}
