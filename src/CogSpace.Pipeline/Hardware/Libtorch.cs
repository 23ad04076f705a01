using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace CogSpace.Pipeline.Hardware;

/// <summary>libtorch's native libraries: looked at, set up and loaded before the first tensor is made.</summary>
internal static partial class Libtorch
{
    private const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3, ArenaMax = -8;    // mallopt(3)
    private const int Megabyte = 1 << 20;
    private const int LargestInHeap = 32 * Megabyte;        // the most that it can be

    private static readonly Lazy<string?> Problem = new(Prepare);

    /// <summary>
    /// Call it before anything of TorchSharp: when TorchSharp fails to load by itself, it copies half a gigabyte to try again.
    /// </summary>
    /// <exception cref="CogSpaceException">They are missing, or this system cannot load them.</exception>
    public static void Load()
    {
        if (Problem.Value is { } problem)
            throw new CogSpaceException(problem);
    }

    /// <summary>Gives the system back what the allocator keeps for later; call it when a model has gone.</summary>
    public static void ReturnMemory()
    {
        if (Problem is { IsValueCreated: true, Value: null })
            _ = TrimAllocator(0);
    }

    /// <summary>
    /// Until the result is disposed, the allocator takes each large block from the system by itself, and gives it back as soon
    /// as it is free: for weights. Out of its heap, weights that have gone would leave holes between what stays.
    /// </summary>
    public static IDisposable SeparateBlocks() => new Separation();

    private static string? Prepare()
    {
        if (
            !OperatingSystem.IsLinux()
            || RuntimeInformation.ProcessArchitecture != Architecture.X64
            || RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
        )
            return $"CogSpace runs on 64-bit x86 Linux with glibc; this is {RuntimeInformation.RuntimeIdentifier}.";
        if (!Avx2.IsSupported)
            return "CogSpace needs a processor with AVX2 (Intel since 2013, AMD since 2015); this one has none.";

        SetEnvironment();
        KeepMemory();
        return LoadLibraries();
    }

    // Read by libgomp when it is loaded, and from the C environment, which .NET's own setter does not reach. Waiting threads look
    // again for some microseconds and then sleep: without looking, small operators cost more than their work in being woken;
    // without sleeping, everything else on the machine makes a video ten times as slow.
    private static void SetEnvironment()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null)
            return;
        _ = SetVariable("OMP_WAIT_POLICY", "active", overwrite: 0);
        _ = SetVariable("GOMP_SPINCOUNT", "10000", overwrite: 0);
    }

    // By default glibc gives large blocks back to the system at each free, and every result pays for new pages.
    private static void KeepMemory()
    {
        _ = SetAllocator(ArenaMax, 1);
        _ = SetAllocator(MmapThreshold, LargestInHeap);
        _ = SetAllocator(TrimThreshold, int.MaxValue);
        _ = SetAllocator(TopPad, 64 * Megabyte);
    }

    private static string? LoadLibraries()
    {
        try
        {
            // First, where it is there: what is asked about CUDA before is never asked again.
            NativeLibrary.TryLoad("torch_cuda", typeof(torch).Assembly, null, out _);
            NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return Explain(e.Message);
        }
    }

    private static string Explain(string said)
    {
        string? version = said.Split('`', '\'').FirstOrDefault(word => word.StartsWith("GLIBC", StringComparison.Ordinal));
        if (version is not null)
            return $"libtorch cannot be loaded: the system's C or C++ library is too old ({version} is missing). Build " +
                "CogSpace on this system, or use Debian 12, Ubuntu 22.04 or newer.";
        string reason = said.Trim().Split('\n')[^1].Trim().TrimEnd('.');      // what the system's loader said
        return $"libtorch cannot be loaded: {reason}. Its libraries lie beside the program; build or install CogSpace again.";
    }

    private sealed class Separation : IDisposable
    {
        public Separation() => _ = SetAllocator(MmapThreshold, Megabyte);

        public void Dispose() => _ = SetAllocator(MmapThreshold, LargestInHeap);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocator(int parameter, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimAllocator(nuint pad);
}
