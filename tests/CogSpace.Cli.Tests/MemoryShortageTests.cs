using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using CogSpace.Generation;
using CogSpace.Pipeline;

namespace CogSpace.Cli.Tests;

/// <summary>
/// Memory that really runs out: the system is told, while the program loads a model, to give it no more than so much.
/// </summary>
public sealed partial class MemoryShortageTests : IDisposable
{
    // More than what a process has mapped before it loads a model.
    private const long Program = 250_000_000;

    private const int DataLimit = 2;    // RLIMIT_DATA

    private static readonly string[] Small = ["--steps", "1", "--frames", "9", "--width", "96", "--height", "64"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("kind", "slow")]
    public async Task Generate_LimitBeforeTheStart_TakesTheModeThatFits()
    {
        var (model, needs) = Model();
        var run = await RunAsync(model, limit: Program + Between(needs.Model, needs.Resident), begun: false);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("memory model", run.Error, StringComparison.Ordinal);
    }

    [Fact, Trait("kind", "slow")]
    public async Task Generate_MemoryRunsOut_GoesOnInTheNextMode()
    {
        var (model, needs) = Model();
        var run = await RunAsync(model, limit: Between(needs.Model, needs.Resident), begun: true);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("memory model", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["out.mp4"]));
    }

    [Fact]
    public async Task Generate_MemoryRunsOutTwice_EndsWithTheNumbers()
    {
        var (model, needs) = Model();
        var run = await RunAsync(model, limit: needs.Model / 2, begun: true);
        Assert.Equal(1, run.ExitCode);
        const string sentence =
            @"Memory ran out .*Tried: resident, about .*; then model, about .* free before, .* now\. " +
            @"Fewer frames or a smaller size take less\.\s*$";
        Assert.True(Regex.IsMatch(run.Error, sentence), run.Error);      // whole, where it is another sentence
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(["model"], Directory.EnumerateFileSystemEntries(_folder.FullPath).Select(Path.GetFileName));
    }

    // Less than loading all three takes.
    private static long Between(long less, long more) => less + ((more - less) / 3);

    // As wide as the published ones, with few layers: loading all three networks takes far more than the largest of them with
    // its work.
    private (string Model, MemoryNeeds Needs) Model()
    {
        string model = WideModel.Write(_folder["model"], Repository.TinyModel, heads: 48, blocks: 3, textBlocks: 1);
        var opened = Pipeline.Model.Open(model);
        var plan = opened
            .Plan(
                new TextToVideo
                {
                    Prompt = "a red circle",
                    Seed = 1,
                    Steps = 1,
                    Frames = 9,
                    Width = 96,
                    Height = 64,
                }
            );
        return (
            model, opened.Memory(plan, new PipelineOptions { Device = "cpu", Type = ComputeType.BF16 }));
    }

    /// <param name="model">Its folder.</param>
    /// <param name="limit">In bytes.</param>
    /// <param name="begun">
    /// The limit counts from what the program has when it has read the request, and is set as soon as the model is loaded.
    /// </param>
    private async Task<CliRun> RunAsync(string model, long limit, bool begun)
    {
        using var process = CliRun.Start(
            null,
            [
                "generate",
                "--model",
                model,
                "--prompt",
                "a red circle",
                "--seed",
                "1",
                "--device",
                "cpu",
                "--dtype",
                "bfloat16",
                "--output",
                _folder["out.mp4"],
                .. Small,
            ]
        );
        var output = process.StandardOutput.ReadToEndAsync();
        var error = new StringBuilder();
        if (begun)
        {
            error.AppendLine(process.StandardError.ReadLine());      // the seed
            limit += Data(process.Id);
            error.AppendLine(process.StandardError.ReadLine());      // the loading, which takes half a second
            Assert.Contains("Loading the model", error.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(0, SetLimit(process.Id, DataLimit, [limit, limit], nint.Zero));
        error.Append(await process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new CliRun(process.ExitCode, await output, error.ToString());
    }

    // What counts against the limit, in bytes.
    private static long Data(int process) => LinuxMemory.OfProcess("VmData", $"/proc/{process}")!.Value;

    [LibraryImport("libc", EntryPoint = "prlimit64")]
    private static partial int SetLimit(int process, int resource, ReadOnlySpan<long> softAndHard, nint previous);
}
