using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        dtype ??= is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type) ? ScalarType.Int64 : get_default_dtype();
        return Finish(Ops.Arange.Call(start, stop, step, dtype, default, InitializeDevice(device)), requires_grad);
    }

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Ops.Linspace.Call(start, end, steps, dtype ?? get_default_dtype(), default, InitializeDevice(device)), requires_grad);

    public static Tensor eye(long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Ops.Eye.Call(rows, columns == -1 ? rows : columns, dtype ?? get_default_dtype(), default, InitializeDevice(device)), requires_grad, names);

    private static Tensor Finish(Tensor tensor, bool requires_grad, string[]? names = null)
    {
        if (names is { Length: > 0 })
            throw new NotSupportedException("Named dimensions are not part of this subset.");
        return requires_grad ? tensor.requires_grad_() : tensor;
    }

    // ---- tensors of given numbers, always copied

    private static Tensor FromScalar<T>(T value, ScalarType own, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged =>
        FromSpan(new ReadOnlySpan<T>(in value), [], own, dtype, device, requires_grad, null);

    private static Tensor FromArray<T>(T[] values, ReadOnlySpan<long> shape, ScalarType own, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) where T : unmanaged =>
        FromSpan<T>(values, shape, own, dtype, device, requires_grad, names);

    private static Tensor FromList<T>(IList<T> values, ReadOnlySpan<long> shape, ScalarType own, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) where T : unmanaged =>
        FromSpan<T>(values as T[] ?? [.. values], shape, own, dtype, device, requires_grad, names);

    private static Tensor FromManyDimensions<T>(Array values, ScalarType own, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) where T : unmanaged
    {
        var elements = MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length);
        var shape = Enumerable.Range(0, values.Rank).Select(values.GetLongLength).ToArray();
        return FromSpan(elements, shape, own, dtype, device, requires_grad, names);
    }

    private static unsafe Tensor FromSpan<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape, ScalarType own, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) where T : unmanaged
    {
        long count = 1;
        foreach (long n in shape)
            count *= n;
        if (count > values.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {count} vs. {values.Length}");

        device = InitializeDevice(device);
        Tensor result;
        fixed (long* p = shape)
        {
            using var made = Ops.Empty.CallForTemporary(Value.Ints(p, shape.Length), own, default, CPU);
            if (count > 0)
                values[..(int)count].CopyTo(new Span<T>(NativeTorch.TensorData(made.Handle), (int)count));
            result = Ops.To.Call(made, device, dtype ?? own);   // the same tensor where nothing changes
        }

        return Finish(result, requires_grad, names);
    }
}

file static class Ops
{
    public static readonly Operator Arange = new("arange", "start_step");
    public static readonly Operator Linspace = new("linspace");
    public static readonly Operator Eye = new("eye", "m");
    public static readonly Operator Empty = new("empty", "memory_format");
    public static readonly Operator To = new("to", "device");
}
