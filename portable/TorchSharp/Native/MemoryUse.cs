using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>What tensors occupy: counted on the threads that watch, for tests and measurements.</summary>
internal static unsafe class MemoryUse
{
    [StructLayout(LayoutKind.Sequential)]
    internal struct Bytes
    {
        public long Allocated;
        public long Peak;
    }

    /// <summary>Blocks on the CPU that are free and kept for reuse.</summary>
    public static long Cached
    {
        get
        {
            NativeTorch.EnsureLoaded();
            return NativeTorch.CpuCached();
        }
    }

    /// <summary>Counts this thread's allocations until disposed.</summary>
    public static IDisposable Watch()
    {
        NativeTorch.EnsureLoaded();
        _ = NativeTorch.Check(NativeTorch.MemoryTrack(1));
        return new Watcher();
    }

    public static Bytes Read(DeviceType device, bool resetPeak = false)
    {
        NativeTorch.EnsureLoaded();
        Bytes bytes;
        _ = NativeTorch.Check(NativeTorch.MemoryTracked((int)device, resetPeak ? 1 : 0, &bytes));
        return bytes;
    }

    private sealed class Watcher : IDisposable
    {
        public void Dispose() => NativeTorch.Check(NativeTorch.MemoryTrack(0));
    }
}
