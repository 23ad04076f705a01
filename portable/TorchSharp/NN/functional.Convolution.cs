using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static unsafe partial class functional
        {
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Convolution.Compute(2, input, weight, bias, strides, padding, dilation, groups);

            public static Tensor conv3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Convolution.Compute(3, input, weight, bias, strides, padding, dilation, groups);

            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1)
            {
                (strides, padding, output_padding, dilation) = (strides ?? [1], padding ?? [0], output_padding ?? [0], dilation ?? [1]);
                fixed (long* s = strides, p = padding, o = output_padding, d = dilation)
                {
                    return Ops.ConvTranspose2d.Call(
                        input, weight, bias, Value.Ints(s, strides.Length), Value.Ints(p, padding.Length), Value.Ints(o, output_padding.Length), groups, Value.Ints(d, dilation.Length));
                }
            }
        }
    }
}

file static class Ops
{
    public static readonly Operator ConvTranspose2d = new("conv_transpose2d", "input");
}
