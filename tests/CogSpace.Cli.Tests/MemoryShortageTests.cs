using System.Runtime.InteropServices;
using System.Text;
using CogSpace.Generation;
using CogSpace.Pipeline;

namespace CogSpace.Cli.Tests;

/// <summary>Memory that really runs out: the system is told, while the program loads a model, to give it no more than so much.</summary>
public sealed partial class MemoryShortageTests : IDisposable
{
    // What a process has mapped before it loads a model, and threads and libraries that come with it.
    private const long Program = 250_000_000;

    private const int DataLimit = 2;    // RLIMIT_DATA

    private static readonly string[] Small = ["--steps", "1", "--frames", "9", "--width", "96", "--height", "64"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Generate_LimitBeforeTheStart_TakesTheModeThatFits()
    {
        var (model, needs) = Model();
        var run = await RunAsync(model, limit: Between(needs.Model, needs.Resident), afterLine: null);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("memory model", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_MemoryRunsOut_GoesOnInTheNextMode()
    {
        var (model, needs) = Model();
        var run = await RunAsync(model, limit: Between(needs.Model, needs.Resident), afterLine: "Loading the model");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("memory model", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["out.mp4"]));
    }

    [Fact]
    public async Task Generate_MemoryRunsOutTwice_EndsWithTheNumbers()
    {
        var (model, needs) = Model();
        var run = await RunAsync(model, limit: Program + (needs.Model / 2), afterLine: "Loading the model");
        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"Memory ran out .*Tried: resident, about .*; then model, about .* free before, .* now\. Fewer frames or a smaller size take less\.\s*$", run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(["model"], Directory.EnumerateFileSystemEntries(_folder.FullPath).Select(Path.GetFileName));
    }

    private static long Between(long less, long more) => Program + ((less + more) / 2);

    // The text encoder and the autoencoder are as wide as the published ones; the transformer is small.
    private (string Model, MemoryNeeds Needs) Model()
    {
        string model = WideModel.Write(_folder["model"], Repository.TinyModel, heads: 4, blocks: 1, textBlocks: 1);
        var plan = RequestPlanner.Load(model).Plan(new TextToVideo { Prompt = "a red circle", Seed = 1, Steps = 1, Frames = 9, Width = 96, Height = 64 });
        return (model, MemoryEstimator.Load(model, new PipelineOptions { Device = "cpu", Type = ComputeType.BF16 }).Of(plan));
    }

    private async Task<CliRun> RunAsync(string model, long limit, string? afterLine)
    {
        using var process = CliRun.Start(null, ["generate", "--model", model, "--prompt", "a red circle", "--seed", "1", "--device", "cpu", "--dtype", "bfloat16", "--output", _folder["out.mp4"], .. Small]);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = new StringBuilder();
        while (afterLine is not null && process.StandardError.ReadLine() is { } line)      // at once: loading takes half a second
        {
            error.AppendLine(line);
            if (line.Contains(afterLine, StringComparison.Ordinal))
                break;
        }

        Assert.Equal(0, SetLimit(process.Id, DataLimit, [limit, limit], nint.Zero));
        error.Append(await process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new CliRun(process.ExitCode, await output, error.ToString());
    }

    [LibraryImport("libc", EntryPoint = "prlimit64")]
    private static partial int SetLimit(int process, int resource, ReadOnlySpan<long> softAndHard, nint previous);
}
