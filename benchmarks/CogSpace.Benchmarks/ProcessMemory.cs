using System.Globalization;

namespace CogSpace.Benchmarks;

/// <summary>What this process has in memory, in bytes, by the kernel's count.</summary>
internal static class ProcessMemory
{
    public static long Resident => Status("VmRSS");

    /// <summary>The most that it ever had.</summary>
    public static long Peak => Status("VmHWM");

    private static long Status(string name) =>
        long.Parse(
            File.ReadLines("/proc/self/status")
                .Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]
                .Trim(),
            CultureInfo.InvariantCulture
        ) * 1024;
}
