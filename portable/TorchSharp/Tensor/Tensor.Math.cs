using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Ops.Abs.Call(this);

        public Tensor add_(Tensor target) => InPlace(Ops.AddInPlace, this, target);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Ops.Clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Ops.ClampTensor.Call(this, min, max);

        public Tensor cos() => Ops.Cos.Call(this);

        public Tensor exp() => Ops.Exp.Call(this);

        public Tensor isfinite() => Ops.Isfinite.Call(this);

        public Tensor matmul(Tensor target)
        {
            if (Workarounds.InexactInBFloat16(this) && target.dtype == ScalarType.BFloat16)
            {
                using var scope = NewDisposeScope();
                return scope.MoveToOuter(to(ScalarType.Float32).matmul(target.to(ScalarType.Float32)).to(ScalarType.BFloat16));
            }

            BlasThreads.PrepareFor(this, target);
            return Ops.Matmul.Call(this, target);
        }

        public Tensor mul_(Tensor target) => InPlace(Ops.MulInPlace, this, target);

        public Tensor mul_(Scalar target) => InPlace(Ops.MulScalarInPlace, this, target);

        public Tensor round(long decimals = 0L) => decimals == 0 ? Ops.Round.Call(this) : Ops.RoundDecimals.Call(this, decimals);

        public Tensor rsqrt() => Ops.Rsqrt.Call(this);

        public Tensor sigmoid() => Ops.Sigmoid.Call(this);

        public Tensor sin() => Ops.Sin.Call(this);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Ops.Softmax.Call(this, dim, dtype);

        public Tensor square() => Ops.Square.Call(this, 2);   // as the package has it: a power
    }

    public static Tensor outer(Tensor input, Tensor vec2) => Ops.Outer.Call(input, vec2);
}

file static class Ops
{
    public static readonly Operator Abs = new("abs");
    public static readonly Operator AddInPlace = new("add_", "Tensor");
    public static readonly Operator Clamp = new("clamp");
    public static readonly Operator ClampTensor = new("clamp", "Tensor");
    public static readonly Operator Cos = new("cos");
    public static readonly Operator Exp = new("exp");
    public static readonly Operator Isfinite = new("isfinite");
    public static readonly Operator Matmul = new("matmul");
    public static readonly Operator MulInPlace = new("mul_", "Tensor");
    public static readonly Operator MulScalarInPlace = new("mul_", "Scalar");
    public static readonly Operator Outer = new("outer");
    public static readonly Operator Round = new("round");
    public static readonly Operator RoundDecimals = new("round", "decimals");
    public static readonly Operator Rsqrt = new("rsqrt");
    public static readonly Operator Sigmoid = new("sigmoid");
    public static readonly Operator Sin = new("sin");
    public static readonly Operator Softmax = new("softmax", "int");
    public static readonly Operator Square = new("pow", "Tensor_Scalar");
}
