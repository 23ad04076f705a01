using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor reshape(params long[] shape) => WithInts(Ops.Reshape, shape);

        public Tensor view(params long[] shape) => WithInts(Ops.View, shape);

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Ops.Flatten.Call(this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            if (dim < 0 || dim >= ndim)
                throw new ArgumentException($"Invalid 'dim' argument: {dim}.");
            if (sizes.Length == 0)
                throw new ArgumentException("The number of output sizes is zero.");
            fixed (long* p = sizes)
                return Ops.Unflatten.Call(this, dim, Value.Ints(p, sizes.Length));
        }

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        public Tensor squeeze(long? dim = null) => dim is { } d ? Ops.SqueezeDim.Call(this, d) : Ops.Squeeze.Call(this);

        public Tensor squeeze_(long? dim = null) => dim is { } d ? InPlace(Ops.SqueezeDimInPlace, this, d) : InPlace(Ops.SqueezeInPlace, this);

        public Tensor unsqueeze(long dim) => Ops.Unsqueeze.Call(this, dim);

        public Tensor unsqueeze_(long dim) => InPlace(Ops.UnsqueezeInPlace, this, dim);

        public Tensor t() => Ops.T.Call(this);

        public Tensor T => permute([.. Enumerable.Range(0, (int)ndim).Reverse().Select(i => (long)i)]);

        public Tensor mT => transpose(-2, -1);

        public Tensor transpose(long dim0, long dim1) => Ops.Transpose.Call(this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => InPlace(Ops.TransposeInPlace, this, dim0, dim1);

        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor permute(params long[] permutation) => WithInts(Ops.Permute, permutation);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor movedim(long[] source, long[] destination)
        {
            fixed (long* s = source, d = destination)
                return Ops.Movedim.Call(this, Value.Ints(s, source.Length), Value.Ints(d, destination.Length));
        }

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false)
        {
            fixed (long* p = sizes)
                return Ops.Expand.Call(this, Value.Ints(p, sizes.Length), isImplicit);
        }

        public Tensor expand(Size sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes.Shape, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes, isImplicit);

        public Tensor expand(params long[] sizes) => expand((ReadOnlySpan<long>)sizes, false);

        public Tensor expand_as(Tensor other) => expand(other.shape);

        public Tensor broadcast_to(params long[] shape) => WithInts(Ops.BroadcastTo, shape);

        public Tensor repeat(params long[] sizes) => WithInts(Ops.Repeat, sizes);

        public Tensor tile(long[] reps) => WithInts(Ops.Tile, reps);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) => Ops.RepeatInterleave.Call(this, repeats, dim, output_size);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => Ops.RepeatInterleaveInt.Call(this, repeats, dim, output_size);

        public Tensor flip(params long[] dims) => WithInts(Ops.Flip, dims);

        public Tensor roll(long shifts, long? dims = null) => dims is { } d ? roll((ReadOnlySpan<long>)[shifts], [d]) : roll((ReadOnlySpan<long>)[shifts], []);

        public Tensor roll((long, long) shifts, (long, long) dims) => roll((ReadOnlySpan<long>)[shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);

        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            roll((ReadOnlySpan<long>)[shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);

        public Tensor roll(long[] shifts, long[] dims) => roll((ReadOnlySpan<long>)shifts, dims);

        public Tensor roll(long[] shifts) => roll((ReadOnlySpan<long>)shifts, [0]);

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default)
        {
            fixed (long* s = shifts, d = dims)
                return Ops.Roll.Call(this, Value.Ints(s, shifts.Length), Value.Ints(d, dims.Length));
        }

        public Tensor tril(long diagonal = 0) => Ops.Tril.Call(this, diagonal);

        public Tensor triu(long diagonal = 0) => Ops.Triu.Call(this, diagonal);

        private Tensor WithInts(Operator op, long[] values)
        {
            fixed (long* p = values)
                return op.Call(this, Value.Ints(p, values.Length));
        }
    }

    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);

    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);

    public static Tensor unflatten(Tensor input, long dim, params long[] sizes) => input.unflatten(dim, sizes);

    public static Tensor unflatten(Tensor input, long dim, Size sizes) => input.unflatten(dim, sizes.Shape);

    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);

    public static Tensor squeeze_(Tensor input, long? dim = null) => input.squeeze_(dim);

    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);

    public static Tensor unsqueeze_(Tensor input, long dim) => input.unsqueeze_(dim);

    public static Tensor t(Tensor input) => input.t();

    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);

    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);

    public static Tensor movedim(Tensor input, long source, long destination) => input.movedim([source], [destination]);

    public static Tensor movedim(Tensor input, long[] source, long[] destination) => input.movedim(source, destination);

    public static Tensor broadcast_to(Tensor input, params long[] shape) => input.broadcast_to(shape);

    public static Tensor tile(Tensor input, long[] dims) => input.tile(dims);

    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim, output_size);

    public static Tensor repeat_interleave(Tensor input, Tensor repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim, output_size);

    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);

    public static Tensor roll(Tensor input, long shifts, long? dims = null) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, (long, long) shifts, (long, long) dims) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, (long, long, long) shifts, (long, long, long) dims) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, long[] shifts, long[] dims) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, long[] shifts) => input.roll(shifts);

    public static Tensor roll(Tensor input, ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => input.roll(shifts, dims);

    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);

    public static Tensor triu(Tensor input, long diagonal = 0L) => input.triu(diagonal);
}

file static class Ops
{
    public static readonly Operator Reshape = new("reshape");
    public static readonly Operator View = new("view");
    public static readonly Operator Flatten = new("flatten", "using_ints");
    public static readonly Operator Unflatten = new("unflatten", "int");
    public static readonly Operator Squeeze = new("squeeze");
    public static readonly Operator SqueezeDim = new("squeeze", "dim");
    public static readonly Operator SqueezeInPlace = new("squeeze_");
    public static readonly Operator SqueezeDimInPlace = new("squeeze_", "dim");
    public static readonly Operator Unsqueeze = new("unsqueeze");
    public static readonly Operator UnsqueezeInPlace = new("unsqueeze_");
    public static readonly Operator T = new("t");
    public static readonly Operator Transpose = new("transpose", "int");
    public static readonly Operator TransposeInPlace = new("transpose_");
    public static readonly Operator Permute = new("permute");
    public static readonly Operator Movedim = new("movedim", "intlist");
    public static readonly Operator Expand = new("expand");
    public static readonly Operator BroadcastTo = new("broadcast_to");
    public static readonly Operator Repeat = new("repeat");
    public static readonly Operator Tile = new("tile");
    public static readonly Operator RepeatInterleave = new("repeat_interleave", "self_Tensor");
    public static readonly Operator RepeatInterleaveInt = new("repeat_interleave", "self_int");
    public static readonly Operator Flip = new("flip");
    public static readonly Operator Roll = new("roll");
    public static readonly Operator Tril = new("tril");
    public static readonly Operator Triu = new("triu");
}
