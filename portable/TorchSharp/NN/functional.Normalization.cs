using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static unsafe partial class functional
        {
            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
            {
                if (Kernels.GroupNorm(input, num_groups, weight, bias, eps) is { } result)
                    return result;
                if (!Workarounds.SlowInBFloat16(input))
                    return Ops.GroupNorm.Call(input, num_groups, weight, bias, eps);
                using var x = Workarounds.Widen(input);
                using var w = Wide(weight);
                using var b = Wide(bias);
                using var wide = Ops.GroupNorm.CallForTemporary(x, num_groups, w, b, eps);
                return Workarounds.Narrow(wide);
            }

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
            {
                if (Kernels.LayerNorm(input, normalized_shape, weight, bias, eps) is { } result)
                    return result;
                fixed (long* p = normalized_shape)
                {
                    var shape = Value.Ints(p, normalized_shape.Length);
                    if (!Workarounds.SlowInBFloat16(input))
                        return Ops.LayerNorm.Call(input, shape, weight, bias, eps);
                    using var x = Workarounds.Widen(input);
                    using var w = Wide(weight);
                    using var b = Wide(bias);
                    using var wide = Ops.LayerNorm.CallForTemporary(x, shape, w, b, eps);
                    return Workarounds.Narrow(wide);
                }
            }

            // No tensor stays no tensor.
            private static Temporary Wide(Tensor? tensor) => tensor is null ? default : Workarounds.Widen(tensor);
        }
    }
}

file static class Ops
{
    public static readonly Operator GroupNorm = new("group_norm");
    public static readonly Operator LayerNorm = new("layer_norm");
}
