using System.Text;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => Ops.Matmul.Call(this, target);

        public Tensor mm(Tensor target) => Ops.Mm.Call(this, target);

        public Tensor mv(Tensor target) => Ops.Mv.Call(this, target);

        public Tensor bmm(Tensor batch2) => Ops.Bmm.Call(this, batch2);

        public Tensor dot(Tensor target) => Ops.Dot.Call(this, target);

        public Tensor outer(Tensor vec2) => Ops.Outer.Call(this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Ops.Addmm.Call(this, mat1, mat2, beta, alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Ops.Baddbmm.Call(this, batch1, batch2, beta, alpha);
    }

    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);

    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);

    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);

    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmm(mat1, mat2, beta, alpha);

    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => input.baddbmm(batch1, batch2, beta, alpha);

    public static unsafe Tensor einsum(string equation, params Tensor[] tensors)
    {
        var text = Encoding.UTF8.GetBytes(equation);
        fixed (byte* t = text)
        fixed (nint* handles = Handles(tensors))
        {
            var result = Ops.Einsum.Call(Value.Text(t, text.Length), Value.Tensors(handles, tensors.Length));
            GC.KeepAlive(tensors);
            return result;
        }
    }
}

file static class Ops
{
    public static readonly Operator Matmul = new("matmul");
    public static readonly Operator Mm = new("mm");
    public static readonly Operator Mv = new("mv");
    public static readonly Operator Bmm = new("bmm");
    public static readonly Operator Dot = new("dot");
    public static readonly Operator Outer = new("outer");
    public static readonly Operator Addmm = new("addmm");
    public static readonly Operator Baddbmm = new("baddbmm");
    public static readonly Operator Einsum = new("einsum");
}
