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
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            return data<T>()[0];
        }

        public Scalar ToScalar()
        {
            var value = Ops.Item.CallForOne(this);
            return value.Tag switch
            {
                Tag.Int => new Scalar(value.Integer),
                Tag.Bool => value.Integer != 0,
                Tag.Double => new Scalar(value.Number),
                _ => throw new NotSupportedException("Complex numbers are not part of this subset."),
            };
        }

        /// <summary>The memory of a contiguous CPU tensor; setting copies into it.</summary>
        public Span<byte> bytes
        {
            get
            {
                long total = NumberOfElements * ElementSize;
                ValidateBytes(total);
                return new Span<byte>(DataPointer, (int)total);
            }

            set
            {
                if (!is_contiguous())
                    throw new InvalidOperationException("SetBytes() called on non-contiguous tensor.");
                if (NumberOfElements * ElementSize != value.Length)
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                if (device_type != DeviceType.CPU)
                    throw new InvalidOperationException("Writing to non-CPU memory is not supported. Copy from a tensor on the cpu instead.");
                value.CopyTo(new Span<byte>(DataPointer, value.Length));
                GC.KeepAlive(this);
            }
        }

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            ValidateBytes(0);
            long total = NumberOfElements * ElementSize;
            for (long done = 0; done < total; done += bufferSize)
                stream.Write(new ReadOnlySpan<byte>((byte*)DataPointer + done, (int)Math.Min(bufferSize, total - done)));
            GC.KeepAlive(this);
        }

        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            ValidateBytes(0);
            long total = NumberOfElements * ElementSize;
            for (long done = 0; done < total; done += bufferSize)
                stream.ReadExactly(new Span<byte>((byte*)DataPointer + done, (int)Math.Min(bufferSize, total - done)));
            GC.KeepAlive(this);
        }

        public double ReadCpuDouble(long i) => TensorAccessor<double>.ReadItemAt(this, i);

        public float ReadCpuSingle(long i) => TensorAccessor<float>.ReadItemAt(this, i);

        public int ReadCpuInt32(long i) => TensorAccessor<int>.ReadItemAt(this, i);

        public long ReadCpuInt64(long i) => TensorAccessor<long>.ReadItemAt(this, i);

        public byte ReadCpuByte(long i) => TensorAccessor<byte>.ReadItemAt(this, i);

        public bool ReadCpuBool(long i) => TensorAccessor<bool>.ReadItemAt(this, i);

        public T ReadCpuValue<T>(long i) where T : unmanaged => TensorAccessor<T>.ReadItemAt(this, i);

        public Tensor alias()
        {
            nint retained = NativeTorch.TensorRetain(Handle);
            GC.KeepAlive(this);
            return new Tensor(retained);
        }

        public Tensor fill_(Scalar value) => InPlace(Ops.Fill, this, value);

        public Tensor zero_() => InPlace(Ops.Zero, this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => InPlace(Ops.Copy, this, source, nonBlocking);

        public Tensor clone() => Ops.Clone.Call(this);

        public Tensor contiguous() => Ops.Contiguous.Call(this);

        public Tensor pin_memory() => Ops.PinMemory.Call(this);

        public Tensor detach() => Ops.Detach.Call(this);

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
            if (!is_contiguous())
                throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            if (total > int.MaxValue)
                throw new ArgumentException("Span only supports up to int.MaxValue elements.");
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        }

        private Tensor InPlace(Operator op, params ReadOnlySpan<Value> arguments)
        {
            op.Run(arguments);
            return this;
        }
    }

    public static Tensor clone(Tensor input) => input.clone();
}

file static class Ops
{
    public static readonly Operator Item = new("item");
    public static readonly Operator Fill = new("fill_", "Scalar");
    public static readonly Operator Zero = new("zero_");
    public static readonly Operator Copy = new("copy_");
    public static readonly Operator Clone = new("clone");
    public static readonly Operator Contiguous = new("contiguous");
    public static readonly Operator PinMemory = new("pin_memory");
    public static readonly Operator Detach = new("detach");
}
