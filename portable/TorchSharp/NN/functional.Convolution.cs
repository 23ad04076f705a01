using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static unsafe partial class functional
        {
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Convolve(Ops.Conv2d, input, weight, bias, strides, padding, dilation, groups);

            public static Tensor conv3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                OneDnnIsFaster(input, weight)
                    ? OneDnn(input, weight, bias, strides, padding, dilation, groups)
                    : Convolve(Ops.Conv3d, input, weight, bias, strides, padding, dilation, groups);

            private static Tensor Convolve(Operator op, Tensor input, Tensor weight, Tensor? bias, long[]? strides, long[]? padding, long[]? dilation, long groups)
            {
                strides ??= [1];
                padding ??= [0];
                dilation ??= [1];
                fixed (long* s = strides, p = padding, d = dilation)
                    return op.Call(input, weight, bias, Value.Ints(s, strides.Length), Value.Ints(p, padding.Length), Value.Ints(d, dilation.Length), groups);
            }

            /// <summary>libtorch sends small float32 volumes to a convolution of its own that is up to ten times slower than
            /// oneDNN's: one sample, a kernel of at most 3 in every direction, and C*T*H of at most 20480 (W is not counted).</summary>
            private static bool OneDnnIsFaster(Tensor input, Tensor weight)
            {
                long* x = stackalloc long[5], w = stackalloc long[5];
                return input.dtype == ScalarType.Float32 && weight.dtype == ScalarType.Float32 && input.device_type == DeviceType.CPU
                    && Sizes(input, x) && Sizes(weight, w)
                    && x[0] == 1 && x[1] * x[2] * x[3] is > 0 and <= 20480 && x[4] > 0
                    && w[2] <= 3 && w[3] <= 3 && w[4] <= 3 && w[0] > 0
                    && !is_grad_enabled_for(input, weight)
                    && Ops.OneDnn.Exists;
            }

            private static bool is_grad_enabled_for(Tensor input, Tensor weight) => is_grad_enabled() && (input.requires_grad || weight.requires_grad);

            private static bool Sizes(Tensor tensor, long* sizes)
            {
                bool five = NativeTorch.TensorSizes(tensor.Handle, sizes, 5) == 5;
                GC.KeepAlive(tensor);
                return five;
            }

            private static Tensor OneDnn(Tensor input, Tensor weight, Tensor? bias, long[]? strides, long[]? padding, long[]? dilation, long groups)
            {
                long* s = stackalloc long[3], p = stackalloc long[3], d = stackalloc long[3];
                if (!Three(strides, 1, s) || !Three(padding, 0, p) || !Three(dilation, 1, d))
                    return Convolve(Ops.Conv3d, input, weight, bias, strides, padding, dilation, groups);   // for its error text
                using var x = Ops.Contiguous.CallForTemporary(input);
                using var w = Ops.Contiguous.CallForTemporary(weight);
                return Ops.OneDnn.Call(x, w, bias, Value.Ints(p, 3), Value.Ints(s, 3), Value.Ints(d, 3), groups);
            }

            /// <summary>One number stands for all three directions.</summary>
            private static bool Three(long[]? given, long otherwise, long* values)
            {
                for (int i = 0; i < 3; i++)
                    values[i] = given is null ? otherwise : given[given.Length == 1 ? 0 : Math.Min(i, given.Length - 1)];
                return given is null or { Length: 1 or 3 };
            }
        }
    }
}

file static class Ops
{
    public static readonly Operator Conv2d = new("conv2d");
    public static readonly Operator Conv3d = new("conv3d");
    public static readonly Operator OneDnn = new("mkldnn_convolution");
    public static readonly Operator Contiguous = new("contiguous");
}
