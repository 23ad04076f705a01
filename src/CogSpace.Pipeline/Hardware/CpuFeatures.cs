using System.Runtime.Intrinsics.X86;

namespace CogSpace.Pipeline.Hardware;

/// <summary>What the processor can do, and may, that decides which number type is fast.</summary>
internal static class CpuFeatures
{
    /// <summary>Whether bfloat16 products have instructions of their own, AVX512_BF16 or AMX-BF16, and may use them.</summary>
    /// <remarks>Intel SDM volume 2A, CPUID leaf 7: subleaf 1 EAX bit 5, subleaf 0 EDX bit 22.</remarks>
    public static bool HasFastBFloat16
    {
        get
        {
            if (!X86Base.IsSupported || !Avx512F.IsSupported || X86Base.CpuId(0, 0).Eax < 7 || IsKeptFromThem)
                return false;
            bool avx512 = (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;
            bool amx = (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0;
            return avx512 || amx;
        }
    }

    // By variables of libtorch and of oneDNN (the last is its name until oneDNN was called so), which make them compute as on an older processor.
    private static bool IsKeptFromThem =>
        Environment.GetEnvironmentVariable("ATEN_CPU_CAPABILITY") is "avx2" or "default"
        || (Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA") ?? Environment.GetEnvironmentVariable("DNNL_MAX_CPU_ISA"))?.ToUpperInvariant()
            is "SSE41" or "AVX" or "AVX2" or "AVX2_VNNI" or "AVX2_VNNI_2" or "AVX512_CORE" or "AVX512_CORE_VNNI";
}
