using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        dtype ??= IsIntegral(start.Type) && IsIntegral(stop.Type) && IsIntegral(step.Type) ? ScalarType.Int64 : ScalarType.Float32;
        return Finish(Ops.Arange.Call(start, stop, step, dtype, default, InitializeDevice(device)), requires_grad);
    }

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(0, stop, 1, dtype, device, requires_grad);

    private static Tensor Finish(Tensor tensor, bool requires_grad, string[]? names = null)
    {
        if (requires_grad || names is { Length: > 0 })
            throw new NotSupportedException("Gradients and named dimensions are not part of this subset.");
        return tensor;
    }

    private static bool IsIntegral(ScalarType type) => type is >= ScalarType.Byte and <= ScalarType.Int64 or ScalarType.Bool;

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
    public static readonly Operator Empty = new("empty", "memory_format");
    public static readonly Operator To = new("to", "device");
}
