using System.Diagnostics;
using System.Numerics;
using CogSpace.Generation;
using CogSpace.PostProcess.Media;

namespace CogSpace.Cli.Tests;

/// <summary>Processors without AVX512, as far as this one can be told to compute like them, and machines with one core.</summary>
public sealed class HardMachineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // oneDNN computes the products in bfloat16: kept from its instructions for them, float32 is faster, and that is measured.
    [Theory]
    [InlineData("ONEDNN_MAX_CPU_ISA", "avx2")]
    [InlineData("DNNL_MAX_CPU_ISA", "AVX2")]
    public async Task WithoutFastBFloat16_AutoIsFloat32(string variable, string value)
    {
        var limited = new Dictionary<string, string> { [variable] = value };
        var run = await CliRun.StartProcessAsync(
            limited, "generate", "--prompt", "a red circle", "--seed", "1", "--steps", "1", "--frames", "1", "--device",
            "cpu", "--output", _folder["out.mp4"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            "float32",
            RecipeTags
                .Read(
                    await new VideoReader(new ReadingOptions()).ReadTagsAsync(
                        _folder["out.mp4"], TestContext.Current.CancellationToken)
                )!
                .Computed.Type
        );
    }

    [Fact]
    public async Task OneCore_AVideoIsMade()
    {
        var made = await OnOneCoreAsync(
            "generate", "--prompt", "a red circle", "--seed", "1", "--steps", "1", "--frames", "9", "--upscale",
            "--interpolate", "--output", _folder["out.mp4"]);
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Equal("17", (await Programs.ProbeAsync(_folder["out.mp4"])).GetProperty("nb_read_frames").GetString());
    }

    private static Task<CliRun> OnOneCoreAsync(params string[] arguments)
    {
        using var me = Process.GetCurrentProcess();
        int core = OperatingSystem.IsLinux() ? BitOperations.TrailingZeroCount((ulong)me.ProcessorAffinity) : 0;
        return CliRun.StartWithinAsync($"taskset -c {core}", arguments);
    }
}
