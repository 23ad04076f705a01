using System.Runtime.Intrinsics.X86;

namespace CogSpace.Pipeline.Hardware;

/// <summary>What the processor can do that decides which number type is fast.</summary>
internal static class CpuFeatures
{
    /// <summary>Whether bfloat16 products have instructions of their own: AVX512_BF16 or AMX-BF16.</summary>
    /// <remarks>Intel SDM volume 2A, CPUID leaf 7: subleaf 1 EAX bit 5, subleaf 0 EDX bit 22.</remarks>
    public static bool HasFastBFloat16
    {
        get
        {
            if (!X86Base.IsSupported || !Avx512F.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
                return false;
            bool avx512 = (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;
            bool amx = (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0;
            return avx512 || amx;
        }
    }
}
