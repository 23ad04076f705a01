using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace CogSpace.Generation;

/// <summary>How much memory is free where models compute.</summary>
public static class FreeMemory
{
    private const long Mebibyte = 1 << 20;
    private const long Kibibyte = 1 << 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="device">"cpu" or "cuda:n".</param>
    /// <returns>Bytes; null when it cannot be found out.</returns>
    public static long? On(string device) => device == "cpu" ? OfMachine() : OfGpu(device.Split(':')[^1]);

    // A container may have less than its machine: .NET knows the limit, Linux what is in use.
    private static long OfMachine()
    {
        long limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        const string Table = "/proc/meminfo";
        if (!File.Exists(Table))
            return limit;
        string? line = File.ReadLines(Table).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return line is not null && long.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], NumberStyles.None, CultureInfo.InvariantCulture, out long available)
            ? Math.Min(limit, available * Kibibyte)
            : limit;
    }

    private static long? OfGpu(string index)
    {
        try
        {
            using var program = Process.Start(new ProcessStartInfo("nvidia-smi", ["--query-gpu=memory.free", "--format=csv,noheader,nounits", "-i", index]) { RedirectStandardOutput = true, RedirectStandardError = true });
            string? line = program?.StandardOutput.ReadLine();
            return program is not null && program.WaitForExit(Patience) && long.TryParse(line, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out long free) ? free * Mebibyte : null;
        }
        catch (Win32Exception) // no such program
        {
            return null;
        }
    }
}
