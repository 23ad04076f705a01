using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>Which kernels of which libtorch are to be avoided, and the way round through float32.</summary>
internal static class Workarounds
{
    private static readonly Operator ToType = new("to", "dtype");

    /// <summary>A switch for benchmarks: everything as libtorch does it by itself, slow ways included.</summary>
    public static bool Off { get; } = AppContext.TryGetSwitch("TorchSharp.Plain", out bool plain) && plain;

    /// <summary>1.x computes norms and GELU in bfloat16 one element at a time: float32 and back is 2 to 13 times faster.</summary>
    public static bool SlowInBFloat16(Tensor tensor) => !Off && MissingInBFloat16(tensor);

    /// <summary>1.x has no bfloat16 in some other operators.</summary>
    public static bool MissingInBFloat16(Tensor tensor) => NativeTorch.Version.Major < 2 && tensor.dtype == ScalarType.BFloat16 && tensor.OnCpu;

    /// <summary>Without AVX512, 1.x does not leave products in bfloat16 to oneDNN: its own sum up in bfloat16, which is slow and loses a digit.
    /// Where oneDNN alone is kept from AVX512 they fail.</summary>
    public static bool InexactInBFloat16(Tensor tensor) => SlowInBFloat16(tensor) && !HasProductsInBFloat16;

    private static readonly bool HasProductsInBFloat16 =
        Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported
        && (Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA") ?? Environment.GetEnvironmentVariable("DNNL_MAX_CPU_ISA"))?.ToUpperInvariant() is not ("SSE41" or "AVX" or "AVX2" or "AVX2_VNNI");

    public static Temporary Widen(Tensor tensor) => ToType.CallForTemporary(tensor, (long)ScalarType.Float32);

    public static Tensor Narrow(Temporary tensor) => ToType.Call(tensor, (long)ScalarType.BFloat16);
}
