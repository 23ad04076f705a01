using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        private const int ManyDimensions = 16;

        public long[] shape => size();

        public long Dimensions
        {
            get
            {
                int n = NativeTorch.Check(NativeTorch.TensorSizes(Handle, null, 0));
                GC.KeepAlive(this);
                return n;
            }
        }

        public long ndim => Dimensions;

        public long NumberOfElements
        {
            get
            {
                long n = NativeTorch.TensorNumel(Handle);
                GC.KeepAlive(this);
                return n;
            }
        }

        public long ElementSize
        {
            get
            {
                long n = NativeTorch.TensorItemSize(Handle);
                GC.KeepAlive(this);
                return n;
            }
        }

        public ScalarType dtype
        {
            get
            {
                var type = (ScalarType)NativeTorch.TensorDtype(Handle);
                GC.KeepAlive(this);
                return type;
            }
        }

        public Device device => device_type is var type && type == DeviceType.CPU ? new Device(DeviceType.CPU) : new Device(type, device_index);

        public DeviceType device_type => DeviceOf(out _);

        public int device_index
        {
            get
            {
                _ = DeviceOf(out int index);
                return index;
            }
        }

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool requires_grad
        {
            get
            {
                int result = NativeTorch.Check(NativeTorch.TensorRequiresGrad(Handle));
                GC.KeepAlive(this);
                return result != 0;
            }
            set => Ops.RequiresGrad.Run(this, value);
        }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_contiguous()
        {
            int result = NativeTorch.Check(NativeTorch.TensorIsContiguous(Handle));
            GC.KeepAlive(this);
            return result != 0;
        }

        public bool is_pinned() => Ops.IsPinned.CallForOne(this).Integer != 0;

        public long[] size() => List(NativeTorch.TensorSizes);

        public long size(int dim) => At(NativeTorch.TensorSizes, dim);

        public long[] stride() => List(NativeTorch.TensorStrides);

        public long stride(int dim) => At(NativeTorch.TensorStrides, dim);


        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        private DeviceType DeviceOf(out int index)
        {
            int number;
            var type = (DeviceType)NativeTorch.Check(NativeTorch.TensorDevice(Handle, &number));
            GC.KeepAlive(this);
            index = number;
            return type;
        }

        private long[] List(delegate* unmanaged<nint, long*, int, int> ask)
        {
            long* values = stackalloc long[ManyDimensions];
            int n = NativeTorch.Check(ask(Handle, values, ManyDimensions));
            if (n <= ManyDimensions)
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

        private long At(delegate* unmanaged<nint, long*, int, int> ask, int dim)
        {
            long* values = stackalloc long[ManyDimensions];
            int n = NativeTorch.Check(ask(Handle, values, ManyDimensions));
            GC.KeepAlive(this);
            int i = dim < 0 ? dim + n : dim;
            if (i < 0 || i >= n)
                throw new ExternalException($"Dimension out of range (expected to be in range of [{-n}, {n - 1}], but got {dim})");
            return i < ManyDimensions ? values[i] : List(ask)[i];
        }
    }

    public static long numel(Tensor input) => input.numel();
}

file static class Ops
{
    public static readonly Operator RequiresGrad = new("requires_grad_");
    public static readonly Operator IsPinned = new("is_pinned");
}
