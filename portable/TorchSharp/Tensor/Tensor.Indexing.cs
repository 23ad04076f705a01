using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices] => Indexing.Read(this, indices);

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices] => Indexing.Read(this, System.Array.ConvertAll(indices, TensorIndex.Tensor));

        [IndexerName("TensorItems")]
        public Tensor this[long i1] => Indexing.Read(this, [i1]);

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2] => Indexing.Read(this, [i1, i2]);

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3] => Indexing.Read(this, [i1, i2, i3]);

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4] => Indexing.Read(this, [i1, i2, i3, i4]);

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5] => Indexing.Read(this, [i1, i2, i3, i4, i5]);

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6] => Indexing.Read(this, [i1, i2, i3, i4, i5, i6]);

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices] => Indexing.Read(this, System.Array.ConvertAll(indices, i => TensorIndex.Single(i)));
    }

    /// <summary>Python's rules: numbers, slices and new axes make views one after the other; tensors among the indices are
    /// then applied together, each at the dimension it has come to stand for.</summary>
    private static unsafe class Indexing
    {
        public static Tensor Read(Tensor tensor, TensorIndex[] indices)
        {
            using var places = new Places();
            using var view = View(tensor, indices, places);
            if (places.Count == 0)
                return new Tensor(NativeTorch.TensorRetain(view.Handle));
            fixed (nint* p = places.Handles())
                return Ops.Index.Call(view, Value.Tensors(p, places.Count));
        }

        /// <summary>Applies what is no tensor; puts each tensor at its dimension of the view into <paramref name="places"/>.</summary>
        private static Temporary View(Tensor tensor, TensorIndex[] indices, Places places)
        {
            int consumed = indices.Count(i => i.Is is TensorIndex.Kind.Single or TensorIndex.Kind.Slice or TensorIndex.Kind.Tensor);
            var view = Temporary.Of(tensor);
            try
            {
                long dim = 0;
                foreach (var index in indices)
                {
                    switch (index.Is)
                    {
                        case TensorIndex.Kind.Single:
                            Replace(ref view, Ops.Select.CallForTemporary(view, dim, index.Start));
                            break;
                        case TensorIndex.Kind.Slice:
                            if (index is { Start: null or 0, Stop: null, Step: null or 1 })   // all of it
                            {
                                dim++;
                                break;
                            }

                            if (index.Step < 1)
                                throw new ArgumentException($"step is {index.Step}, but it should always be positive.");
                            Replace(ref view, Ops.Slice.CallForTemporary(view, dim++, index.Start, index.Stop, index.Step ?? 1));
                            break;
                        case TensorIndex.Kind.Ellipsis:
                            dim += tensor.Rank - consumed;
                            break;
                        case TensorIndex.Kind.None or TensorIndex.Kind.Null:
                            Replace(ref view, Ops.Unsqueeze.CallForTemporary(view, dim++));
                            break;
                        default:
                            places.Put((int)dim, index.Of!);
                            dim += index.Of!.dtype is ScalarType.Bool or ScalarType.Byte ? index.Of.Rank : 1;   // a mask stands for all of its dimensions
                            break;
                    }
                }

                return view;
            }
            catch
            {
                view.Dispose();
                throw;
            }
        }

        private static void Replace(ref Temporary view, Temporary next)
        {
            view.Dispose();
            view = next;
        }

        /// <summary>The index tensors by dimension; where there is none the dimension stays whole.</summary>
        private sealed class Places : List<Temporary>, IDisposable
        {
            public void Put(int dim, Tensor index)
            {
                while (Count < dim)
                    Add(default);
                // 1.x takes no other integers than long ones.
                Add(index.dtype is ScalarType.Int32 or ScalarType.Int16 or ScalarType.Int8
                    ? Ops.ToType.CallForTemporary(index, (long)ScalarType.Int64)
                    : Temporary.Of(index));
            }

            public nint[] Handles() => [.. this.Select(place => place.Handle)];

            public void Dispose() => ForEach(place => place.Dispose());
        }
    }
}

file static class Ops
{
    public static readonly Operator Index = new("index", "Tensor");
    public static readonly Operator Select = new("select", "int");
    public static readonly Operator Slice = new("slice", "Tensor");
    public static readonly Operator Unsqueeze = new("unsqueeze");
    public static readonly Operator ToType = new("to", "dtype");
}
