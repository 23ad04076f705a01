using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public long[] shape => List(NativeTorch.TensorSizes);

        public ScalarType dtype
        {
            get
            {
                var type = (ScalarType)NativeTorch.TensorDtype(Handle);
                GC.KeepAlive(this);
                return type;
            }
        }

        public Device device
        {
            get
            {
                int index;
                var type = (DeviceType)NativeTorch.Check(NativeTorch.TensorDevice(Handle, &index));
                GC.KeepAlive(this);
                return type == DeviceType.CPU ? new Device(type) : new Device(type, index);
            }
        }

        internal bool OnCpu
        {
            get
            {
                int index;
                int type = NativeTorch.Check(NativeTorch.TensorDevice(Handle, &index));
                GC.KeepAlive(this);
                return type == (int)DeviceType.CPU;
            }
        }

        internal long[] Strides => List(NativeTorch.TensorStrides);

        internal int Rank
        {
            get
            {
                int n = NativeTorch.Check(NativeTorch.TensorSizes(Handle, null, 0));
                GC.KeepAlive(this);
                return n;
            }
        }

        public long NumberOfElements
        {
            get
            {
                long n = NativeTorch.TensorNumel(Handle);
                GC.KeepAlive(this);
                return n;
            }
        }

        internal long ElementSize
        {
            get
            {
                long n = NativeTorch.TensorItemSize(Handle);
                GC.KeepAlive(this);
                return n;
            }
        }

        internal bool IsContiguous
        {
            get
            {
                int result = NativeTorch.Check(NativeTorch.TensorIsContiguous(Handle));
                GC.KeepAlive(this);
                return result != 0;
            }
        }

        private long[] List(delegate* unmanaged<nint, long*, int, int> ask)
        {
            const int Usual = 16;
            long* values = stackalloc long[Usual];
            int n = NativeTorch.Check(ask(Handle, values, Usual));
            if (n <= Usual)
            {
                GC.KeepAlive(this);
                return new ReadOnlySpan<long>(values, n).ToArray();
            }

            var all = new long[n];
            fixed (long* p = all)
                _ = NativeTorch.Check(ask(Handle, p, n));
            GC.KeepAlive(this);
            return all;
        }
    }
}
