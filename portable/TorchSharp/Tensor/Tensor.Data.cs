using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The elements, on the CPU: of this tensor itself, or of a copy when it lies elsewhere.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(OnCpu ? this : cpu());
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            return data<T>()[0];
        }

        /// <summary>The memory of a contiguous CPU tensor.</summary>
        public Span<byte> bytes
        {
            get
            {
                long total = NumberOfElements * ElementSize;
                ValidateBytes(total);
                return new Span<byte>(DataPointer, (int)total);
            }
        }

        public Tensor alias()
        {
            nint retained = NativeTorch.TensorRetain(Handle);
            GC.KeepAlive(this);
            return new Tensor(retained);
        }

        public Tensor copy_(Tensor source, bool nonBlocking = false) => InPlace(Ops.Copy, this, source, nonBlocking);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => InPlace(Ops.Normal, this, mean, std, generator);

        public Tensor clone() => Ops.Clone.Call(this);

        public Tensor contiguous() => Ops.Contiguous.Call(this);

        internal void* DataPointer
        {
            get
            {
                void* pointer = NativeTorch.TensorData(Handle);
                if (pointer is null && NumberOfElements != 0)
                    NativeTorch.Throw();
                return pointer;
            }
        }

        internal void ValidateType(Type dotnetType)
        {
            var type = dtype;
            var expected = type switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int8 => typeof(sbyte),
                ScalarType.Int16 => typeof(short),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Bool => typeof(bool),
                ScalarType.BFloat16 => typeof(BFloat16),
                ScalarType.Float16 => typeof(Half),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                ScalarType.ComplexFloat32 => typeof((float, float)),
                ScalarType.ComplexFloat64 => typeof(System.Numerics.Complex),
                _ => dotnetType,
            };
            if (dotnetType != expected)
                throw new ArgumentException($"{dotnetType.Name} is not compatible with {type}");
        }

        private void ValidateBytes(long total)
        {
            if (!IsContiguous)
                throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            if (total > int.MaxValue)
                throw new ArgumentException("Span only supports up to int.MaxValue elements.");
            if (!OnCpu)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        }

        private Tensor InPlace(Operator op, params ReadOnlySpan<Value> arguments)
        {
            op.Run(arguments);
            return this;
        }
    }
}

file static class Ops
{
    public static readonly Operator Copy = new("copy_");
    public static readonly Operator Normal = new("normal_");
    public static readonly Operator Clone = new("clone");
    public static readonly Operator Contiguous = new("contiguous");
}
