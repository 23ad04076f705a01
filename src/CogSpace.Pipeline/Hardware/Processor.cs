using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace CogSpace.Pipeline.Hardware;

/// <summary>What the choice between libraries depends on.</summary>
internal static class Processor
{
    public static bool IsAmd { get; } = X86Base.IsSupported && Vendor() == "AuthenticAMD";

    private static string Vendor()
    {
        var (_, ebx, ecx, edx) = X86Base.CpuId(0, 0);
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes<int>([ebx, edx, ecx]));
    }
}
