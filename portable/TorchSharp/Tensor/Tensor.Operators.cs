using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => Ops.Add.Call(left, right);
        public static Tensor operator +(Tensor left, Scalar right) => Ops.AddScalar.Call(left, right);
        public static Tensor operator +(Tensor left, int right) => Ops.AddScalar.Call(left, right);
        public static Tensor operator +(Tensor left, long right) => Ops.AddScalar.Call(left, right);
        public static Tensor operator +(Tensor left, float right) => Ops.AddScalar.Call(left, right);
        public static Tensor operator +(Tensor left, double right) => Ops.AddScalar.Call(left, right);
        public static Tensor operator +(Scalar left, Tensor right) => Ops.AddScalar.Call(right, left);
        public static Tensor operator +(int left, Tensor right) => Ops.AddScalar.Call(right, left);
        public static Tensor operator +(long left, Tensor right) => Ops.AddScalar.Call(right, left);
        public static Tensor operator +(float left, Tensor right) => Ops.AddScalar.Call(right, left);
        public static Tensor operator +(double left, Tensor right) => Ops.AddScalar.Call(right, left);

        public static Tensor operator -(Tensor left, Tensor right) => Ops.Sub.Call(left, right);
        public static Tensor operator -(Tensor left, Scalar right) => Ops.SubScalar.Call(left, right);
        public static Tensor operator -(Tensor left, int right) => Ops.SubScalar.Call(left, right);
        public static Tensor operator -(Tensor left, long right) => Ops.SubScalar.Call(left, right);
        public static Tensor operator -(Tensor left, float right) => Ops.SubScalar.Call(left, right);
        public static Tensor operator -(Tensor left, double right) => Ops.SubScalar.Call(left, right);
        public static Tensor operator -(Scalar left, Tensor right) => right.SubtractedFrom(left);
        public static Tensor operator -(int left, Tensor right) => right.SubtractedFrom(left);
        public static Tensor operator -(long left, Tensor right) => right.SubtractedFrom(left);
        public static Tensor operator -(float left, Tensor right) => right.SubtractedFrom(left);
        public static Tensor operator -(double left, Tensor right) => right.SubtractedFrom(left);

        public static Tensor operator *(Tensor left, Tensor right) => Ops.Mul.Call(left, right);
        public static Tensor operator *(Tensor left, Scalar right) => Ops.MulScalar.Call(left, right);
        public static Tensor operator *(Tensor left, int right) => Ops.MulScalar.Call(left, right);
        public static Tensor operator *(Tensor left, long right) => Ops.MulScalar.Call(left, right);
        public static Tensor operator *(Tensor left, float right) => Ops.MulScalar.Call(left, right);
        public static Tensor operator *(Tensor left, double right) => Ops.MulScalar.Call(left, right);
        public static Tensor operator *(Scalar left, Tensor right) => Ops.MulScalar.Call(right, left);
        public static Tensor operator *(int left, Tensor right) => Ops.MulScalar.Call(right, left);
        public static Tensor operator *(long left, Tensor right) => Ops.MulScalar.Call(right, left);
        public static Tensor operator *(float left, Tensor right) => Ops.MulScalar.Call(right, left);
        public static Tensor operator *(double left, Tensor right) => Ops.MulScalar.Call(right, left);

        public static Tensor operator /(Tensor left, Tensor right) => Ops.Div.Call(left, right);
        public static Tensor operator /(Tensor left, Scalar right) => Ops.DivScalar.Call(left, right);
        public static Tensor operator /(Tensor left, int right) => Ops.DivScalar.Call(left, right);
        public static Tensor operator /(Tensor left, long right) => Ops.DivScalar.Call(left, right);
        public static Tensor operator /(Tensor left, float right) => Ops.DivScalar.Call(left, right);
        public static Tensor operator /(Tensor left, double right) => Ops.DivScalar.Call(left, right);
        public static Tensor operator /(Scalar left, Tensor right) => right.Dividing(left);
        public static Tensor operator /(int left, Tensor right) => right.Dividing(left);
        public static Tensor operator /(long left, Tensor right) => right.Dividing(left);
        public static Tensor operator /(float left, Tensor right) => right.Dividing(left);
        public static Tensor operator /(double left, Tensor right) => right.Dividing(left);

        // Unused, but without them == would still compile and compare references.
        public static Tensor operator ==(Tensor left, Tensor right) => Ops.Eq.Call(left, right);
        public static Tensor operator ==(Tensor left, Scalar right) => Ops.EqScalar.Call(left, right);
        public static Tensor operator ==(Scalar left, Tensor right) => Ops.EqScalar.Call(right, left);
        public static Tensor operator !=(Tensor left, Tensor right) => Ops.Ne.Call(left, right);
        public static Tensor operator !=(Tensor left, Scalar right) => Ops.NeScalar.Call(left, right);
        public static Tensor operator !=(Scalar left, Tensor right) => Ops.NeScalar.Call(right, left);

        // Both are two operators, as they are in the package, so that they round alike; the first one's result is not kept.
        private Tensor SubtractedFrom(Scalar left)
        {
            using var negative = Ops.Neg.CallForTemporary(this);
            return Ops.AddScalar.Call(negative, left);
        }

        private Tensor Dividing(Scalar left)
        {
            using var inverse = Ops.Reciprocal.CallForTemporary(this);
            return Ops.MulScalar.Call(inverse, left);
        }
    }
}

file static class Ops
{
    public static readonly Operator Add = new("add", "Tensor");
    public static readonly Operator AddScalar = new("add", "Scalar");
    public static readonly Operator Sub = new("sub", "Tensor");
    public static readonly Operator SubScalar = new("sub", "Scalar");
    public static readonly Operator Mul = new("mul", "Tensor");
    public static readonly Operator MulScalar = new("mul", "Scalar");
    public static readonly Operator Div = new("div", "Tensor");
    public static readonly Operator DivScalar = new("div", "Scalar");
    public static readonly Operator Neg = new("neg");
    public static readonly Operator Reciprocal = new("reciprocal");
    public static readonly Operator Eq = new("eq", "Tensor");
    public static readonly Operator EqScalar = new("eq", "Scalar");
    public static readonly Operator Ne = new("ne", "Tensor");
    public static readonly Operator NeScalar = new("ne", "Scalar");
}
