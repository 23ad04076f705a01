using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static unsafe partial class functional
        {
            public static Tensor avg_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true) =>
                Ops.AvgPool1d.Call(input, kernel_size, stride ?? kernel_size, padding ?? 0, ceil_mode, count_include_pad);

            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Pool(Ops.AvgPool2d, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Pool(Ops.AvgPool2d, input, [kernel_size], [stride ?? kernel_size], [padding], ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
            {
                var (s, p) = (stride ?? kernel_size, padding ?? (0, 0));
                return Pool(Ops.AvgPool2d, input, [kernel_size.Item1, kernel_size.Item2], [s.Item1, s.Item2], [p.Item1, p.Item2], ceil_mode, count_include_pad, divisor_override);
            }

            public static Tensor avg_pool3d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
            {
                if (!Workarounds.IsCpuBFloat16(input))
                    return Pool(Ops.AvgPool3d, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
                using var scope = NewDisposeScope();   // no libtorch pools volumes of bfloat16 on the CPU
                var pooled = Pool(Ops.AvgPool3d, input.@float(), kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
                return scope.MoveToOuter(pooled.bfloat16());
            }

            private static Tensor Pool(Operator op, Tensor input, long[] kernel, long[]? stride, long[]? padding, bool ceil, bool countPad, long? divisor)
            {
                stride ??= kernel;
                padding ??= [0];
                fixed (long* k = kernel, s = stride, p = padding)
                    return op.Call(input, Value.Ints(k, kernel.Length), Value.Ints(s, stride.Length), Value.Ints(p, padding.Length), ceil, countPad, divisor is 0 ? null : divisor);
            }
        }
    }
}

file static class Ops
{
    public static readonly Operator AvgPool1d = new("avg_pool1d");
    public static readonly Operator AvgPool2d = new("avg_pool2d");
    public static readonly Operator AvgPool3d = new("avg_pool3d");
}
