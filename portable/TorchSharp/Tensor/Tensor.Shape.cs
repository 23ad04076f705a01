using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor reshape(params long[] shape) => WithInts(Ops.Reshape, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Ops.Flatten.Call(this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            if (dim < 0 || dim >= Rank)
                throw new ArgumentException($"Invalid 'dim' argument: {dim}.");
            if (sizes.Length == 0)
                throw new ArgumentException("The number of output sizes is zero.");
            fixed (long* p = sizes)
                return Ops.Unflatten.Call(this, dim, Value.Ints(p, sizes.Length));
        }

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        public Tensor squeeze(long? dim = null) => dim is { } d ? Ops.SqueezeDim.Call(this, d) : Ops.Squeeze.Call(this);

        public Tensor unsqueeze(long dim) => Ops.Unsqueeze.Call(this, dim);

        public Tensor transpose(long dim0, long dim1) => Ops.Transpose.Call(this, dim0, dim1);

        public Tensor permute(params long[] permutation) => WithInts(Ops.Permute, permutation);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false)
        {
            fixed (long* p = sizes)
                return Ops.Expand.Call(this, Value.Ints(p, sizes.Length), isImplicit);
        }

        public Tensor expand(Size sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes.Shape, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes, isImplicit);

        public Tensor expand(params long[] sizes) => expand((ReadOnlySpan<long>)sizes, false);

        public Tensor repeat(params long[] sizes) => WithInts(Ops.Repeat, sizes);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) => Ops.RepeatInterleave.Call(this, repeats, dim, output_size);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => Ops.RepeatInterleaveInt.Call(this, repeats, dim, output_size);

        public Tensor narrow(long dim, long start, long length) => Ops.Narrow.Call(this, dim, start, length);

        public Tensor select(long dim, long index) => Ops.Select.Call(this, dim, index);

        public Tensor index_select(long dim, Tensor index) => Ops.IndexSelect.Call(this, dim, index);

        public Tensor[] split(long size, int dim = 0) => Ops.Split.CallForMany(this, size, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0)
        {
            fixed (long* p = sizes)
                return Ops.SplitWithSizes.CallForMany(this, Value.Ints(p, sizes.Length), dim);
        }

        public Tensor[] split(long[] sizes, long dim = 0) => split((ReadOnlySpan<long>)sizes, dim);

        public Tensor[] split(params long[] sizes) => split((ReadOnlySpan<long>)sizes, 0);

        public Tensor[] chunk(long chunks, long dim = 0L) => Ops.Chunk.CallForMany(this, chunks, dim);

        private Tensor WithInts(Operator op, long[] values)
        {
            fixed (long* p = values)
                return op.Call(this, Value.Ints(p, values.Length));
        }
    }
}

file static class Ops
{
    public static readonly Operator Reshape = new("reshape");
    public static readonly Operator Flatten = new("flatten", "using_ints");
    public static readonly Operator Unflatten = new("unflatten", "int");
    public static readonly Operator Squeeze = new("squeeze");
    public static readonly Operator SqueezeDim = new("squeeze", "dim");
    public static readonly Operator Unsqueeze = new("unsqueeze");
    public static readonly Operator Transpose = new("transpose", "int");
    public static readonly Operator Permute = new("permute");
    public static readonly Operator Expand = new("expand");
    public static readonly Operator Repeat = new("repeat");
    public static readonly Operator RepeatInterleave = new("repeat_interleave", "self_Tensor");
    public static readonly Operator RepeatInterleaveInt = new("repeat_interleave", "self_int");
    public static readonly Operator Narrow = new("narrow");
    public static readonly Operator Select = new("select", "int");
    public static readonly Operator IndexSelect = new("index_select");
    public static readonly Operator Split = new("split", "Tensor");
    public static readonly Operator SplitWithSizes = new("split_with_sizes");
    public static readonly Operator Chunk = new("chunk");
}
