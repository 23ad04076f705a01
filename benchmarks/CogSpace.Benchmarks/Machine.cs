using System.Globalization;
using System.Runtime.InteropServices;
using CogSpace.Generation;
using TorchSharp;

namespace CogSpace.Benchmarks;

/// <summary>The line over a table that says what it was measured on.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"{DateTime.UtcNow:yyyy-MM-dd}; {Processor()}, {Environment.ProcessorCount} cores, {Sizes.Of(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)}, load {Load()}; {RuntimeInformation.OSDescription}; {Torch()}; .NET {Environment.Version}");

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    // Where the library lies says which one it is: libtorch_cpu.so.1.13.0, or a wheel's folder.
    private static string Torch()
    {
        using (torch.zeros(1))
        {
        }

        string path = File.ReadLines("/proc/self/maps").Select(line => line.Split(' ')[^1]).FirstOrDefault(file => file.Contains("/libtorch_cpu.so", StringComparison.Ordinal)) ?? "libtorch";
        return Path.GetFileName(path).Replace("_cpu.so.", " ", StringComparison.Ordinal);
    }
}
