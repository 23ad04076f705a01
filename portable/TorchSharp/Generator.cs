using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers of its own.</summary>
    public unsafe class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null)
        {
            NativeTorch.EnsureLoaded();
            this.device = device ?? CPU;
            Handle = NativeTorch.GeneratorNew((int)this.device.type, this.device.index, seed);
            if (Handle == 0)
                NativeTorch.Throw();
        }

        internal Generator(nint nativeHandle)
        {
            Handle = nativeHandle;
            device = CPU;
        }

        ~Generator() => Dispose(disposing: false);

        public IntPtr Handle { get; private set; }

        public Device device { get; private set; }

        public static Generator Default
        {
            get
            {
                NativeTorch.EnsureLoaded();
                return new Generator(NativeTorch.GeneratorDefault((int)DeviceType.CPU, -1));
            }
        }

        public Tensor get_state() => new(NativeTorch.GeneratorState(Handle));

        public void set_state(Tensor value)
        {
            _ = NativeTorch.Check(NativeTorch.GeneratorSetState(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        public Generator manual_seed(long seed)
        {
            _ = NativeTorch.Check(NativeTorch.GeneratorSeed(Handle, (ulong)seed));
            return this;
        }

        public long seed()
        {
            long seed = DateTime.UtcNow.Ticks;
            _ = manual_seed(seed);
            return seed;
        }

        public long initial_seed() => NativeTorch.GeneratorInitialSeed(Handle);

        public void Dispose()
        {
            Dispose(disposing: true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Handle;
            Handle = 0;
            if (handle != 0)
                NativeTorch.GeneratorFree(handle);
        }
    }
}
