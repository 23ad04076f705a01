using System.Globalization;
using System.Runtime.InteropServices;
using CogSpace.Generation;
using TorchSharp;

namespace CogSpace.Benchmarks;

/// <summary>The line over a table that says what it was measured on.</summary>
internal static class Machine
{
    public static string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow:yyyy-MM-dd}; {Processor()}, {Environment.ProcessorCount} cores, " +
            $"{ByteSize.Format(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)}, load {Load()}; " +
            $"{RuntimeInformation.OSDescription}; libtorch {torch.__version__}; .NET {Environment.Version}"
        );

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1]
            .Trim()
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
