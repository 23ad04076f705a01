using System.Diagnostics;
using System.Numerics;

namespace CogSpace.Golden.Tests;

/// <summary>The cases as processors without AVX512 compute them, as far as this one can imitate them, and on one core.</summary>
public sealed class HardMachineTests
{
    // Libtorch, oneDNN and .NET read a variable each.
    private static readonly Dictionary<string, string> WithoutAvx512 = new()
    {
        ["ATEN_CPU_CAPABILITY"] = "avx2",
        ["ONEDNN_MAX_CPU_ISA"] = "AVX2",
        ["DOTNET_EnableAVX512"] = "0",
    };

    [Fact]
    public async Task WithoutAvx512_EveryCasePasses()
    {
        var run = await GoldenRun.StartAsync(WithoutAvx512);

        Assert.True(run.ExitCode == 0, run.Output);
    }

    [Theory]
    [InlineData("ATEN_CPU_CAPABILITY", "avx2")]
    [InlineData("ATEN_CPU_CAPABILITY", "default")]
    [InlineData("ONEDNN_MAX_CPU_ISA", "avx2")]
    [InlineData("DNNL_MAX_CPU_ISA", "AVX512_CORE")]
    [InlineData("DOTNET_EnableAVX512", "0")]
    public async Task WithoutAvx512ForOneLibrary_BFloat16Passes(string variable, string value)
    {
        string golden = Path.Combine(Repository.Root, "tests", "golden");
        using var set = new TemporaryFolder();       // of this case alone
        Copy(Path.Combine(golden, "cases", "vae", "decode_bf16"), set["cases", "vae", "decode_bf16"]);
        Copy(Path.Combine(golden, "models", "part_5b", "vae"), set["models", "part_5b", "vae"]);
        File.Copy(Path.Combine(golden, "reference.json"), set["reference.json"]);

        var run = await GoldenRun.StartAsync(
            new Dictionary<string, string> { [variable] = value, [GoldenSet.Variable] = set.FullPath });

        Assert.True(run.ExitCode == 0, run.Output);
    }

    [Fact]
    public async Task OneCore_EveryCasePasses()
    {
        using var me = Process.GetCurrentProcess();
        int core = OperatingSystem.IsLinux() ? BitOperations.TrailingZeroCount((ulong)me.ProcessorAffinity) : 0;

        var run = await GoldenRun.StartAsync(wrapper: $"taskset -c {core}");

        Assert.True(run.ExitCode == 0, run.Output);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
