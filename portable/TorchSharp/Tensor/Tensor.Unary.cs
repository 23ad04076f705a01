using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Ops.Abs.Call(this);

        public Tensor abs_() => InPlace(Ops.AbsInPlace, this);

        public Tensor acos() => Ops.Acos.Call(this);

        public Tensor asin() => Ops.Asin.Call(this);

        public Tensor atan() => Ops.Atan.Call(this);

        public Tensor ceil() => Ops.Ceil.Call(this);

        public Tensor ceil_() => InPlace(Ops.CeilInPlace, this);

        public Tensor cos() => Ops.Cos.Call(this);

        public Tensor cos_() => InPlace(Ops.CosInPlace, this);

        public Tensor cosh() => Ops.Cosh.Call(this);

        public Tensor erf() => Ops.Erf.Call(this);

        public Tensor exp() => Ops.Exp.Call(this);

        public Tensor exp_() => InPlace(Ops.ExpInPlace, this);

        public Tensor expm1() => Ops.Expm1.Call(this);

        public Tensor floor() => Ops.Floor.Call(this);

        public Tensor floor_() => InPlace(Ops.FloorInPlace, this);

        public Tensor log() => Ops.Log.Call(this);

        public Tensor log_() => InPlace(Ops.LogInPlace, this);

        public Tensor log10() => Ops.Log10.Call(this);

        public Tensor log1p() => Ops.Log1p.Call(this);

        public Tensor log2() => Ops.Log2.Call(this);

        public Tensor logical_not() => Ops.LogicalNot.Call(this);

        public Tensor neg() => Ops.Neg.Call(this);

        public Tensor neg_() => InPlace(Ops.NegInPlace, this);

        public Tensor negative() => neg();

        public Tensor reciprocal() => Ops.Reciprocal.Call(this);

        public Tensor reciprocal_() => InPlace(Ops.ReciprocalInPlace, this);

        public Tensor relu() => Ops.Relu.Call(this);

        public Tensor relu_() => InPlace(Ops.ReluInPlace, this);

        public Tensor rsqrt() => Ops.Rsqrt.Call(this);

        public Tensor rsqrt_() => InPlace(Ops.RsqrtInPlace, this);

        public Tensor sgn() => Ops.Sgn.Call(this);

        public Tensor sigmoid() => Ops.Sigmoid.Call(this);

        public Tensor sigmoid_() => InPlace(Ops.SigmoidInPlace, this);

        public Tensor sign() => Ops.Sign.Call(this);

        public Tensor silu() => Ops.Silu.Call(this);

        public Tensor silu_() => InPlace(Ops.SiluInPlace, this);

        public Tensor sin() => Ops.Sin.Call(this);

        public Tensor sin_() => InPlace(Ops.SinInPlace, this);

        public Tensor sinh() => Ops.Sinh.Call(this);

        public Tensor sqrt() => Ops.Sqrt.Call(this);

        public Tensor sqrt_() => InPlace(Ops.SqrtInPlace, this);

        public Tensor square() => pow(2);

        public Tensor tan() => Ops.Tan.Call(this);

        public Tensor tanh() => Ops.Tanh.Call(this);

        public Tensor tanh_() => InPlace(Ops.TanhInPlace, this);

        public Tensor trunc() => Ops.Trunc.Call(this);

        public Tensor trunc_() => InPlace(Ops.TruncInPlace, this);
    }

    public static Tensor abs(Tensor input) => input.abs();

    public static Tensor abs_(Tensor input) => input.abs_();

    public static Tensor acos(Tensor input) => input.acos();

    public static Tensor asin(Tensor input) => input.asin();

    public static Tensor atan(Tensor input) => input.atan();

    public static Tensor ceil(Tensor input) => input.ceil();

    public static Tensor ceil_(Tensor input) => input.ceil_();

    public static Tensor cos(Tensor input) => input.cos();

    public static Tensor cos_(Tensor input) => input.cos_();

    public static Tensor cosh(Tensor input) => input.cosh();

    public static Tensor erf(Tensor input) => input.erf();

    public static Tensor exp(Tensor input) => input.exp();

    public static Tensor exp_(Tensor input) => input.exp_();

    public static Tensor expm1(Tensor input) => input.expm1();

    public static Tensor floor(Tensor input) => input.floor();

    public static Tensor floor_(Tensor input) => input.floor_();

    public static Tensor log(Tensor input) => input.log();

    public static Tensor log10(Tensor input) => input.log10();

    public static Tensor log1p(Tensor input) => input.log1p();

    public static Tensor log2(Tensor input) => input.log2();

    public static Tensor log_(Tensor input) => input.log_();

    public static Tensor logical_not(Tensor input) => input.logical_not();

    public static Tensor neg(Tensor input) => input.neg();

    public static Tensor neg_(Tensor input) => input.neg_();

    public static Tensor negative(Tensor input) => input.negative();

    public static Tensor reciprocal(Tensor input) => input.reciprocal();

    public static Tensor reciprocal_(Tensor input) => input.reciprocal_();

    public static Tensor rsqrt(Tensor input) => input.rsqrt();

    public static Tensor rsqrt_(Tensor input) => input.rsqrt_();

    public static Tensor sgn(Tensor input) => input.sgn();

    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    public static Tensor sigmoid_(Tensor input) => input.sigmoid_();

    public static Tensor sign(Tensor input) => input.sign();

    public static Tensor sin(Tensor input) => input.sin();

    public static Tensor sin_(Tensor input) => input.sin_();

    public static Tensor sinh(Tensor input) => input.sinh();

    public static Tensor sqrt(Tensor input) => input.sqrt();

    public static Tensor sqrt_(Tensor input) => input.sqrt_();

    public static Tensor square(Tensor input) => input.square();

    public static Tensor tan(Tensor input) => input.tan();

    public static Tensor tanh(Tensor input) => input.tanh();

    public static Tensor tanh_(Tensor input) => input.tanh_();

    public static Tensor trunc(Tensor input) => input.trunc();

    public static Tensor trunc_(Tensor input) => input.trunc_();
}

file static class Ops
{
    public static readonly Operator Abs = new("abs");
    public static readonly Operator AbsInPlace = new("abs_");
    public static readonly Operator Acos = new("acos");
    public static readonly Operator Asin = new("asin");
    public static readonly Operator Atan = new("atan");
    public static readonly Operator Ceil = new("ceil");
    public static readonly Operator CeilInPlace = new("ceil_");
    public static readonly Operator Cos = new("cos");
    public static readonly Operator CosInPlace = new("cos_");
    public static readonly Operator Cosh = new("cosh");
    public static readonly Operator Erf = new("erf");
    public static readonly Operator Exp = new("exp");
    public static readonly Operator ExpInPlace = new("exp_");
    public static readonly Operator Expm1 = new("expm1");
    public static readonly Operator Floor = new("floor");
    public static readonly Operator FloorInPlace = new("floor_");
    public static readonly Operator Log = new("log");
    public static readonly Operator LogInPlace = new("log_");
    public static readonly Operator Log10 = new("log10");
    public static readonly Operator Log1p = new("log1p");
    public static readonly Operator Log2 = new("log2");
    public static readonly Operator LogicalNot = new("logical_not");
    public static readonly Operator Neg = new("neg");
    public static readonly Operator NegInPlace = new("neg_");
    public static readonly Operator Reciprocal = new("reciprocal");
    public static readonly Operator ReciprocalInPlace = new("reciprocal_");
    public static readonly Operator Relu = new("relu");
    public static readonly Operator ReluInPlace = new("relu_");
    public static readonly Operator Rsqrt = new("rsqrt");
    public static readonly Operator RsqrtInPlace = new("rsqrt_");
    public static readonly Operator Sgn = new("sgn");
    public static readonly Operator Sigmoid = new("sigmoid");
    public static readonly Operator SigmoidInPlace = new("sigmoid_");
    public static readonly Operator Sign = new("sign");
    public static readonly Operator Silu = new("silu");
    public static readonly Operator SiluInPlace = new("silu_");
    public static readonly Operator Sin = new("sin");
    public static readonly Operator SinInPlace = new("sin_");
    public static readonly Operator Sinh = new("sinh");
    public static readonly Operator Sqrt = new("sqrt");
    public static readonly Operator SqrtInPlace = new("sqrt_");
    public static readonly Operator Tan = new("tan");
    public static readonly Operator Tanh = new("tanh");
    public static readonly Operator TanhInPlace = new("tanh_");
    public static readonly Operator Trunc = new("trunc");
    public static readonly Operator TruncInPlace = new("trunc_");
}
