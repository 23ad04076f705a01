namespace CogSpace.Pipeline.Hardware;

/// <summary>Environment variables by which libtorch and oneDNN are told to compute as on an older processor.</summary>
internal static class CpuLimits
{
    /// <summary>libtorch's operators: one of avx512, avx2 and default.</summary>
    public static bool BelowAvx512 => Environment.GetEnvironmentVariable("ATEN_CPU_CAPABILITY") is "avx2" or "default";

    /// <summary>oneDNN has no instructions for bfloat16.</summary>
    public static bool BelowBFloat16 => BelowAnyBFloat16 || OneDnn is "AVX512_CORE" or "AVX512_CORE_VNNI";

    /// <summary>oneDNN does not compute in bfloat16 at all: below AVX512 it does not emulate it.</summary>
    public static bool BelowAnyBFloat16 => OneDnn is "SSE41" or "AVX" or "AVX2" or "AVX2_VNNI";

    // The second is its name until oneDNN was called so. In capitals or not, as oneDNN reads it.
    private static string? OneDnn =>
        (Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA") ?? Environment.GetEnvironmentVariable("DNNL_MAX_CPU_ISA"))?.ToUpperInvariant();
}
