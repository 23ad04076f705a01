using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public partial class Tensor
    {
        public Tensor add(Tensor target) => Ops.Add.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => Ops.Add.Call(this, target, alpha);

        public Tensor add(Scalar scalar) => Ops.AddScalar.Call(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Ops.AddScalar.Call(this, scalar, alpha);

        public Tensor add_(Tensor target) => InPlace(Ops.AddInPlace, this, target);

        public Tensor add_(Tensor target, Scalar alpha) => InPlace(Ops.AddInPlace, this, target, alpha);

        public Tensor add_(Scalar scalar) => InPlace(Ops.AddScalarInPlace, this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace(Ops.AddScalarInPlace, this, scalar, alpha);

        public Tensor sub(Tensor target) => Ops.Sub.Call(this, target);

        public Tensor sub(Scalar target) => Ops.SubScalar.Call(this, target);

        public Tensor sub_(Tensor target) => InPlace(Ops.SubInPlace, this, target);

        public Tensor sub_(Scalar target) => InPlace(Ops.SubScalarInPlace, this, target);

        public Tensor subtract(Scalar target) => sub(target);

        public Tensor subtract(Tensor target) => sub(target);

        public Tensor subtract_(Scalar target) => sub_(target);

        public Tensor subtract_(Tensor target) => sub_(target);

        public Tensor mul(Tensor target) => Ops.Mul.Call(this, target);

        public Tensor mul(Scalar target) => Ops.MulScalar.Call(this, target);

        public Tensor mul_(Tensor target) => InPlace(Ops.MulInPlace, this, target);

        public Tensor mul_(Scalar target) => InPlace(Ops.MulScalarInPlace, this, target);

        public Tensor multiply(Tensor target) => mul(target);

        public Tensor multiply(Scalar target) => mul(target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.Div.Call(this, target) : Ops.DivMode.Call(this, target, Rounding(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.DivScalar.Call(this, target) : Ops.DivScalarMode.Call(this, target, Rounding(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? InPlace(Ops.DivInPlace, this, target) : InPlace(Ops.DivModeInPlace, this, target, Rounding(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? InPlace(Ops.DivScalarInPlace, this, target) : InPlace(Ops.DivScalarModeInPlace, this, target, Rounding(rounding_mode));

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        public Tensor floor_divide(Tensor other) => Ops.FloorDivide.Call(this, other);

        public Tensor floor_divide(Scalar other) => Ops.FloorDivideScalar.Call(this, other);

        public Tensor remainder(Tensor target) => Ops.Remainder.Call(this, target);

        public Tensor remainder(Scalar scalar) => Ops.RemainderScalar.Call(this, scalar);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.Addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace(Ops.AddcmulInPlace, this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.Addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Ops.Addcdiv.Call(this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace(Ops.AddcdivInPlace, this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => InPlace(Ops.AddcdivInPlace, this, tensor1, tensor2);

        public Tensor lerp(Tensor end, Tensor weight) => Ops.Lerp.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => InPlace(Ops.LerpInPlace, this, end, weight);

        public Tensor pow(Tensor exponent) => Ops.Pow.Call(this, exponent);

        public Tensor pow(Scalar exponent) => Ops.PowScalar.Call(this, exponent);

        public Tensor pow_(Tensor exponent) => InPlace(Ops.PowInPlace, this, exponent);

        public Tensor pow_(Scalar exponent) => InPlace(Ops.PowScalarInPlace, this, exponent);

        public Tensor round(long decimals = 0L) => decimals == 0 ? Ops.Round.Call(this) : Ops.RoundDecimals.Call(this, decimals);

        public Tensor round_(long decimals = 0L) => decimals == 0 ? InPlace(Ops.RoundInPlace, this) : InPlace(Ops.RoundDecimalsInPlace, this, decimals);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Ops.Clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Ops.ClampTensor.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace(Ops.ClampInPlace, this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => InPlace(Ops.ClampTensorInPlace, this, min, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        public Tensor clamp_max(Scalar max) => Ops.ClampMax.Call(this, max);

        public Tensor clamp_min(Scalar min) => Ops.ClampMin.Call(this, min);

        public Tensor bitwise_not() => Ops.BitwiseNot.Call(this);

        public Tensor bitwise_and(Tensor other) => Ops.BitwiseAnd.Call(this, other);

        public Tensor bitwise_or(Tensor other) => Ops.BitwiseOr.Call(this, other);

        public Tensor bitwise_xor(Tensor other) => Ops.BitwiseXor.Call(this, other);

        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) =>
            Ops.NanToNum.Call(this, nan, posinf is { } p ? p : Value.None, neginf is { } n ? n : Value.None);

        public Tensor masked_fill(Tensor mask, Scalar value) => Ops.MaskedFill.Call(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace(Ops.MaskedFillInPlace, this, mask, value);

        private static Value Rounding(RoundingMode mode) => Value.Literal(mode == RoundingMode.trunc ? "trunc"u8 : "floor"u8);
    }

    public static Tensor add(Tensor left, Tensor right) => left.add(right);

    public static Tensor add(Tensor left, Scalar right) => left.add(right);

    public static Tensor add(Tensor left, Tensor right, Scalar alpha) => left.add(right, alpha);

    public static Tensor add(Tensor left, Scalar right, Scalar alpha) => left.add(right, alpha);

    public static Tensor add_(Tensor left, Tensor right) => left.add_(right);

    public static Tensor add_(Tensor left, Scalar right) => left.add_(right);

    public static Tensor add_(Tensor left, Tensor right, Scalar alpha) => left.add_(right, alpha);

    public static Tensor add_(Tensor left, Scalar right, Scalar alpha) => left.add_(right, alpha);

    public static Tensor sub(Tensor left, Tensor right) => left.sub(right);

    public static Tensor sub(Tensor left, Scalar right) => left.sub(right);

    public static Tensor sub_(Tensor left, Tensor right) => left.sub_(right);

    public static Tensor sub_(Tensor left, Scalar right) => left.sub_(right);

    public static Tensor mul(Tensor left, Tensor right) => left.mul(right);

    public static Tensor mul(Tensor left, Scalar right) => left.mul(right);

    public static Tensor mul_(Tensor left, Tensor right) => left.mul_(right);

    public static Tensor mul_(Tensor left, Scalar right) => left.mul_(right);

    public static Tensor div(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    public static Tensor div(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    public static Tensor div_(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div_(right, rounding_mode);

    public static Tensor div_(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div_(right, rounding_mode);

    public static Tensor addcmul(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul(tensor1, tensor2, value);

    public static Tensor addcmul_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul_(tensor1, tensor2, value);

    public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv(tensor1, tensor2, value);

    public static Tensor addcdiv_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv_(tensor1, tensor2, value);

    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);

    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    public static Tensor pow_(Tensor left, Tensor exponent) => left.pow_(exponent);

    public static Tensor pow_(Tensor left, Scalar exponent) => left.pow_(exponent);

    public static Tensor remainder(Tensor left, Tensor right) => left.remainder(right);

    public static Tensor remainder(Tensor left, Scalar right) => left.remainder(right);

    public static Tensor round(Tensor input, long decimals = 0L) => input.round(decimals);

    public static Tensor round_(Tensor input, long decimals = 0L) => input.round_(decimals);

    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    public static Tensor clamp(Tensor input, Tensor? min = null, Tensor? max = null) => input.clamp(min, max);

    public static Tensor clamp_(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp_(min, max);

    public static Tensor clamp_(Tensor input, Tensor? min = null, Tensor? max = null) => input.clamp_(min, max);
}

file static class Ops
{
    public static readonly Operator Add = new("add", "Tensor");
    public static readonly Operator AddScalar = new("add", "Scalar");
    public static readonly Operator AddInPlace = new("add_", "Tensor");
    public static readonly Operator AddScalarInPlace = new("add_", "Scalar");
    public static readonly Operator Sub = new("sub", "Tensor");
    public static readonly Operator SubScalar = new("sub", "Scalar");
    public static readonly Operator SubInPlace = new("sub_", "Tensor");
    public static readonly Operator SubScalarInPlace = new("sub_", "Scalar");
    public static readonly Operator Mul = new("mul", "Tensor");
    public static readonly Operator MulScalar = new("mul", "Scalar");
    public static readonly Operator MulInPlace = new("mul_", "Tensor");
    public static readonly Operator MulScalarInPlace = new("mul_", "Scalar");
    public static readonly Operator Div = new("div", "Tensor");
    public static readonly Operator DivScalar = new("div", "Scalar");
    public static readonly Operator DivMode = new("div", "Tensor_mode");
    public static readonly Operator DivScalarMode = new("div", "Scalar_mode");
    public static readonly Operator DivInPlace = new("div_", "Tensor");
    public static readonly Operator DivScalarInPlace = new("div_", "Scalar");
    public static readonly Operator DivModeInPlace = new("div_", "Tensor_mode");
    public static readonly Operator DivScalarModeInPlace = new("div_", "Scalar_mode");
    public static readonly Operator FloorDivide = new("floor_divide");
    public static readonly Operator FloorDivideScalar = new("floor_divide", "Scalar");
    public static readonly Operator Remainder = new("remainder", "Tensor");
    public static readonly Operator RemainderScalar = new("remainder", "Scalar");
    public static readonly Operator Addcmul = new("addcmul");
    public static readonly Operator AddcmulInPlace = new("addcmul_");
    public static readonly Operator Addcdiv = new("addcdiv");
    public static readonly Operator AddcdivInPlace = new("addcdiv_");
    public static readonly Operator Lerp = new("lerp", "Tensor");
    public static readonly Operator LerpInPlace = new("lerp_", "Tensor");
    public static readonly Operator Pow = new("pow", "Tensor_Tensor");
    public static readonly Operator PowScalar = new("pow", "Tensor_Scalar");
    public static readonly Operator PowInPlace = new("pow_", "Tensor");
    public static readonly Operator PowScalarInPlace = new("pow_", "Scalar");
    public static readonly Operator Round = new("round");
    public static readonly Operator RoundDecimals = new("round", "decimals");
    public static readonly Operator RoundInPlace = new("round_");
    public static readonly Operator RoundDecimalsInPlace = new("round_", "decimals");
    public static readonly Operator Clamp = new("clamp");
    public static readonly Operator ClampTensor = new("clamp", "Tensor");
    public static readonly Operator ClampInPlace = new("clamp_");
    public static readonly Operator ClampTensorInPlace = new("clamp_", "Tensor");
    public static readonly Operator ClampMax = new("clamp_max");
    public static readonly Operator ClampMin = new("clamp_min");
    public static readonly Operator BitwiseNot = new("bitwise_not");
    public static readonly Operator BitwiseAnd = new("bitwise_and", "Tensor");
    public static readonly Operator BitwiseOr = new("bitwise_or", "Tensor");
    public static readonly Operator BitwiseXor = new("bitwise_xor", "Tensor");
    public static readonly Operator NanToNum = new("nan_to_num");
    public static readonly Operator MaskedFill = new("masked_fill", "Scalar");
    public static readonly Operator MaskedFillInPlace = new("masked_fill_", "Scalar");
}
