using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor narrow(long dim, long start, long length) => Ops.Narrow.Call(this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step)
        {
            if (step < 1)
                throw new ArgumentException($"step is {step}, but it should always be positive.");
            return Ops.Slice.Call(this, dim, start, finish, step);
        }

        public Tensor select(long dim, long index) => Ops.Select.Call(this, dim, index);

        public Tensor index_select(long dim, Tensor index) => Ops.IndexSelect.Call(this, dim, index);

        public Tensor gather(long dim, Tensor index) => Ops.Gather.Call(this, dim, index);

        public Tensor masked_select(Tensor mask) => Ops.MaskedSelect.Call(this, mask);

        public Tensor nonzero() => Ops.Nonzero.Call(this);

        public Tensor[] split(long size, int dim = 0) => Ops.Split.CallForMany(this, size, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0)
        {
            fixed (long* p = sizes)
                return Ops.SplitWithSizes.CallForMany(this, Value.Ints(p, sizes.Length), dim);
        }

        public Tensor[] split(long[] sizes, long dim = 0) => split((ReadOnlySpan<long>)sizes, dim);

        public Tensor[] split(params long[] sizes) => split((ReadOnlySpan<long>)sizes, 0);

        public Tensor[] tensor_split(long size, long dim = 0L) => Ops.TensorSplit.CallForMany(this, size, dim);

        public Tensor[] tensor_split(long[] sizes, long dim = 0L)
        {
            fixed (long* p = sizes)
                return Ops.TensorSplitAt.CallForMany(this, Value.Ints(p, sizes.Length), dim);
        }

        public Tensor[] tensor_split(Tensor indices, long dim = 0L) => Ops.TensorSplitAtTensor.CallForMany(this, indices, dim);

        public Tensor[] chunk(long chunks, long dim = 0L) => Ops.Chunk.CallForMany(this, chunks, dim);

        public Tensor[] unbind(long dimension = 0L) => Ops.Unbind.CallForMany(this, dimension);
    }

    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);

    public static Tensor select(Tensor input, long dim, long index) => input.select(dim, index);

    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);

    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);

    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) => input.gather(dim, index);

    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);

    public static Tensor nonzero(Tensor input) => input.nonzero();

    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0L) => tensor.split(split_size_or_sections, dim);

    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0L) => input.chunk(chunks, dim);

    public static Tensor[] unbind(Tensor input, long dim = 0L) => input.unbind(dim);

    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);
}

file static class Ops
{
    public static readonly Operator Narrow = new("narrow");
    public static readonly Operator Slice = new("slice", "Tensor");
    public static readonly Operator Select = new("select", "int");
    public static readonly Operator IndexSelect = new("index_select");
    public static readonly Operator Gather = new("gather");
    public static readonly Operator MaskedSelect = new("masked_select");
    public static readonly Operator Nonzero = new("nonzero");
    public static readonly Operator Split = new("split", "Tensor");
    public static readonly Operator SplitWithSizes = new("split_with_sizes");
    public static readonly Operator TensorSplit = new("tensor_split", "sections");
    public static readonly Operator TensorSplitAt = new("tensor_split", "indices");
    public static readonly Operator TensorSplitAtTensor = new("tensor_split", "tensor_indices_or_sections");
    public static readonly Operator Chunk = new("chunk");
    public static readonly Operator Unbind = new("unbind", "int");
}
