using TorchSharp.Native;
using Approximate = TorchSharp.Modules.GELU.Approximate;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor gelu(Tensor x, bool inplace) => gelu(x, Approximate.none, inplace);

            public static Tensor gelu(Tensor x, Approximate approximate, bool inplace = false)
            {
                var way = Value.Literal(approximate == Approximate.tanh ? "tanh"u8 : "none"u8);
                if (inplace)
                    return Ops.GeluInPlace.Call(x, way);
                if (approximate == Approximate.tanh && Kernels.GeluTanh(x) is { } fast)
                    return fast;
                if (!Workarounds.SlowInBFloat16(x))
                    return Ops.Gelu.Call(x, way);
                using var wide = Workarounds.Widen(x);
                using var result = Ops.Gelu.CallForTemporary(wide, way);
                return Workarounds.Narrow(result);
            }

            public static Tensor gelu(Tensor x) => gelu(x, Approximate.none);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) => (inplace ? Ops.LeakyReluInPlace : Ops.LeakyRelu).Call(input, negative_slope);

            public static Tensor prelu(Tensor input, Tensor weight) => Ops.PRelu.Call(input, weight);

            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? Ops.SiluInPlace.Call(x) : Kernels.Silu(x) ?? Ops.Silu.Call(x);
        }
    }
}

file static class Ops
{
    public static readonly Operator Gelu = new("gelu");
    public static readonly Operator GeluInPlace = new("gelu_");
    public static readonly Operator LeakyRelu = new("leaky_relu");
    public static readonly Operator LeakyReluInPlace = new("leaky_relu_");
    public static readonly Operator PRelu = new("prelu");
    public static readonly Operator Silu = new("silu");
    public static readonly Operator SiluInPlace = new("silu_");
}
