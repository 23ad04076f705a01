using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Ops.Sum.Call(this, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p = dim)
                return Ops.SumDim.Call(this, Value.Ints(p, dim.Length), keepdim, type);
        }

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)[dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)[dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)[dim0, dim1, dim2], keepdim, type);

        public Tensor mean() => Ops.Mean.Call(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p = dimensions)
                return Ops.MeanDim.Call(this, Value.Ints(p, dimensions.Length), keepdim, type);
        }

        public Tensor max() => Ops.Max.Call(this);

        public Tensor max(Tensor other) => Ops.Maximum.Call(this, other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Ops.MaxDim.CallForTwo(this, dim, keepdim);

        public Tensor amax(params long[] dims) => amax(dims, keepdim: false);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => amax((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null)
        {
            fixed (long* p = dims)
            {
                if (@out is null)
                    return Ops.Amax.Call(this, Value.Ints(p, dims.Length), keepdim);
                Ops.AmaxInto.Run(this, Value.Ints(p, dims.Length), keepdim, @out);
                return @out;
            }
        }

        public Tensor all() => Ops.All.Call(this);

        public Tensor all(long dim, bool keepdim = false) => Ops.AllDim.Call(this, dim, keepdim);
    }
}

file static class Ops
{
    public static readonly Operator Sum = new("sum");
    public static readonly Operator SumDim = new("sum", "dim_IntList");
    public static readonly Operator Mean = new("mean");
    public static readonly Operator MeanDim = new("mean", "dim");
    public static readonly Operator Max = new("max");
    public static readonly Operator Maximum = new("maximum");
    public static readonly Operator MaxDim = new("max", "dim");
    public static readonly Operator Amax = new("amax");
    public static readonly Operator AmaxInto = new("amax", "out");
    public static readonly Operator All = new("all");
    public static readonly Operator AllDim = new("all", "dim");
}
