using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor gelu() => Gelu(Modules.GELU.Approximate.none);

        public Tensor gelu(Modules.GELU.Approximate approximate) => Gelu(approximate);

        public Tensor gelu_() => InPlace(Ops.GeluInPlace, this);

        public Tensor gelu_(Modules.GELU.Approximate approximate) => InPlace(Ops.GeluInPlace, this, Name(approximate));

        public Tensor softmax(long dim, ScalarType? dtype = null) => Ops.Softmax.Call(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Ops.LogSoftmax.Call(this, dim, dtype);

        private Tensor Gelu(Modules.GELU.Approximate approximate)
        {
            if (!Workarounds.SlowInBFloat16(this))
                return Ops.Gelu.Call(this, Name(approximate));
            using var wide = Workarounds.Widen(this);
            using var result = Ops.Gelu.CallForTemporary(wide, Name(approximate));
            return Workarounds.Narrow(result);
        }

        private static Value Name(Modules.GELU.Approximate approximate) => Value.Literal(approximate == Modules.GELU.Approximate.tanh ? "tanh"u8 : "none"u8);
    }

    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
}

file static class Ops
{
    public static readonly Operator Gelu = new("gelu");
    public static readonly Operator GeluInPlace = new("gelu_");
    public static readonly Operator Softmax = new("softmax", "int");
    public static readonly Operator LogSoftmax = new("log_softmax", "int");
}
