using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Native;

/// <summary>The functions of portable/native/torch/binding.h. The library is loaded when the first of them is needed.</summary>
internal static unsafe partial class NativeTorch
{
    private const string FileName = "libcogspace_torch.so";
    private const string Advice = "It is built with this project; what it needs is installed with: apt-get install libtorch-dev libopenblas0-pthread g++";

    private static readonly nint Library;
    private static readonly string? LoadError;

    internal static readonly delegate* unmanaged<nint, void*, int, NativeValue*, int, int> Call;
    internal static readonly delegate* unmanaged<byte*, byte*, nint> FindOperator;
    internal static readonly delegate* unmanaged<nint> Error;
    internal static readonly delegate* unmanaged<nint> VersionText;
    internal static readonly delegate* unmanaged<nint, void> FreeBuffer;

    internal static readonly delegate* unmanaged<nint, nint> TensorRetain;
    internal static readonly delegate* unmanaged<nint, void> TensorFree;
    internal static readonly delegate* unmanaged<nint, int> TensorDtype;
    internal static readonly delegate* unmanaged<nint, long> TensorNumel;
    internal static readonly delegate* unmanaged<nint, long> TensorItemSize;
    internal static readonly delegate* unmanaged<nint, int*, int> TensorDevice;
    internal static readonly delegate* unmanaged<nint, long*, int, int> TensorSizes;
    internal static readonly delegate* unmanaged<nint, long*, int, int> TensorStrides;
    internal static readonly delegate* unmanaged<nint, int> TensorIsContiguous;
    internal static readonly delegate* unmanaged<nint, void*> TensorData;

    internal static readonly delegate* unmanaged<nint, nint, nint, nint, double, long, int, int> Attention;

    internal static readonly delegate* unmanaged<nint, nint, nint, nint*, int> Linear;
    internal static readonly delegate* unmanaged<nint, nint, nint, double, nint*, int> BFloat16LayerNorm;
    internal static readonly delegate* unmanaged<nint, long, nint, nint, double, nint*, int> BFloat16GroupNorm;
    internal static readonly delegate* unmanaged<int, nint, nint*, int> Activation;

    internal static readonly delegate* unmanaged<int, int, ulong, nint> GeneratorNew;
    internal static readonly delegate* unmanaged<int, int, nint> GeneratorDefault;
    internal static readonly delegate* unmanaged<nint, ulong, int> GeneratorSeed;
    internal static readonly delegate* unmanaged<nint, long> GeneratorInitialSeed;
    internal static readonly delegate* unmanaged<nint, nint> GeneratorState;
    internal static readonly delegate* unmanaged<nint, nint, int> GeneratorSetState;
    internal static readonly delegate* unmanaged<nint, void> GeneratorFree;

    internal static readonly delegate* unmanaged<int> GetNumThreads;
    internal static readonly delegate* unmanaged<int, int> SetNumThreads;
    internal static readonly delegate* unmanaged<int, int> DeviceCount;
    internal static readonly delegate* unmanaged<int, int> GetTf32;
    internal static readonly delegate* unmanaged<int, int, int> SetTf32;
    internal static readonly delegate* unmanaged<int, int> MemoryTrack;
    internal static readonly delegate* unmanaged<int, int, MemoryUse.Bytes*, int> MemoryTracked;
    internal static readonly delegate* unmanaged<long, void> CpuCache;
    internal static readonly delegate* unmanaged<long> CpuCached;

    /// <summary>libtorch's version, such as 1.13.1.</summary>
    internal static readonly Version Version = new();

    static NativeTorch()
    {
        // Read by libgomp when it is loaded: threads that wait for the others look again for some microseconds and then
        // sleep, which is what a machine that also runs a web server and an encoder needs. Without looking again, small
        // operators cost more than their work in being woken. "Active" by itself spins for ever; only so it looks again
        // where more threads than processors belong to libgomp, too. C variables, so .NET's own setter would not reach them.
        if (!Workarounds.Off && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            SetUnlessSet("OMP_WAIT_POLICY", "active");
            SetUnlessSet("GOMP_SPINCOUNT", "1000");
        }

        try
        {
            Library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, FileName));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            LoadError = $"libtorch cannot be used: {e.Message.Trim().Split('\n')[^1]}. {Advice}";   // the last line names the file
            return;
        }

        nint Export(string name) => NativeLibrary.GetExport(Library, name);
        Call = (delegate* unmanaged<nint, void*, int, NativeValue*, int, int>)Export("cs_call");
        FindOperator = (delegate* unmanaged<byte*, byte*, nint>)Export("cs_find_operator");
        Error = (delegate* unmanaged<nint>)Export("cs_error");
        VersionText = (delegate* unmanaged<nint>)Export("cs_version");
        FreeBuffer = (delegate* unmanaged<nint, void>)Export("cs_free_buffer");
        TensorRetain = (delegate* unmanaged<nint, nint>)Export("cs_tensor_retain");
        TensorFree = (delegate* unmanaged<nint, void>)Export("cs_tensor_free");
        TensorDtype = (delegate* unmanaged<nint, int>)Export("cs_tensor_dtype");
        TensorNumel = (delegate* unmanaged<nint, long>)Export("cs_tensor_numel");
        TensorItemSize = (delegate* unmanaged<nint, long>)Export("cs_tensor_item_size");
        TensorDevice = (delegate* unmanaged<nint, int*, int>)Export("cs_tensor_device");
        TensorSizes = (delegate* unmanaged<nint, long*, int, int>)Export("cs_tensor_sizes");
        TensorStrides = (delegate* unmanaged<nint, long*, int, int>)Export("cs_tensor_strides");
        TensorIsContiguous = (delegate* unmanaged<nint, int>)Export("cs_tensor_is_contiguous");
        TensorData = (delegate* unmanaged<nint, void*>)Export("cs_tensor_data");
        Attention = (delegate* unmanaged<nint, nint, nint, nint, double, long, int, int>)Export("cs_attention");
        Linear = (delegate* unmanaged<nint, nint, nint, nint*, int>)Export("cs_linear");
        BFloat16LayerNorm = (delegate* unmanaged<nint, nint, nint, double, nint*, int>)Export("cs_bfloat16_layer_norm");
        BFloat16GroupNorm = (delegate* unmanaged<nint, long, nint, nint, double, nint*, int>)Export("cs_bfloat16_group_norm");
        Activation = (delegate* unmanaged<int, nint, nint*, int>)Export("cs_activation");
        GeneratorNew = (delegate* unmanaged<int, int, ulong, nint>)Export("cs_generator_new");
        GeneratorDefault = (delegate* unmanaged<int, int, nint>)Export("cs_generator_default");
        GeneratorSeed = (delegate* unmanaged<nint, ulong, int>)Export("cs_generator_seed");
        GeneratorInitialSeed = (delegate* unmanaged<nint, long>)Export("cs_generator_initial_seed");
        GeneratorState = (delegate* unmanaged<nint, nint>)Export("cs_generator_state");
        GeneratorSetState = (delegate* unmanaged<nint, nint, int>)Export("cs_generator_set_state");
        GeneratorFree = (delegate* unmanaged<nint, void>)Export("cs_generator_free");
        GetNumThreads = (delegate* unmanaged<int>)Export("cs_get_num_threads");
        SetNumThreads = (delegate* unmanaged<int, int>)Export("cs_set_num_threads");
        DeviceCount = (delegate* unmanaged<int, int>)Export("cs_device_count");
        GetTf32 = (delegate* unmanaged<int, int>)Export("cs_get_tf32");
        SetTf32 = (delegate* unmanaged<int, int, int>)Export("cs_set_tf32");
        MemoryTrack = (delegate* unmanaged<int, int>)Export("cs_memory_track");
        MemoryTracked = (delegate* unmanaged<int, int, MemoryUse.Bytes*, int>)Export("cs_memory_tracked");
        CpuCache = (delegate* unmanaged<long, void>)Export("cs_cpu_cache");
        CpuCached = (delegate* unmanaged<long>)Export("cs_cpu_cached");

        Version = Version.Parse(Marshal.PtrToStringUTF8(VersionText())!.Split('-', '+', 'a')[0]);
        Configure();
    }

    /// <summary>What libtorch's own defaults get wrong on this machine; the user's settings go before ours.</summary>
    private static void Configure()
    {
        // 1.x stops at AVX2 unless told otherwise; read when its first kernel is chosen.
        if (!Workarounds.Off && Version.Major == 1 && Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported)
            SetUnlessSet("ATEN_CPU_CAPABILITY", "avx512");
        // 1.x counts one processor on machines younger than itself, and nobody counts a container's share.
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null)
            _ = SetNumThreads(Environment.ProcessorCount);
        if (!Workarounds.Off)
            CpuCache(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);
    }

    /// <summary>How many threads one of libtorch's own operators runs on.</summary>
    internal static int NumberOfThreads
    {
        get
        {
            EnsureLoaded();
            return GetNumThreads();
        }
    }

    /// <summary>Call before the first use of anything above.</summary>
    internal static void EnsureLoaded()
    {
        if (LoadError is not null)
            throw new NotSupportedException(LoadError);
    }

    /// <summary>A function of this library or of one that it brought along; 0 where there is none.</summary>
    internal static nint Find(string name)
    {
        EnsureLoaded();
        return NativeLibrary.TryGetExport(Library, name, out nint function) ? function : 0;
    }

    /// <summary>Every failure of libtorch reaches the caller as TorchSharp reports it, with libtorch's own words.</summary>
    [DoesNotReturn]
    internal static void Throw() => throw new ExternalException(Marshal.PtrToStringUTF8(Error()));

    internal static int Check(int result)
    {
        if (result < 0)
            Throw();
        return result;
    }

    private static void SetUnlessSet(string name, string value) => _ = SetEnvironment(name, value, overwrite: 0);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
