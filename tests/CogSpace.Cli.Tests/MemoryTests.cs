using System.Globalization;
using System.Text.RegularExpressions;

namespace CogSpace.Cli.Tests;

/// <summary>
/// What a video takes of the memory is what was expected. Each is made by a program of its own, so that its peak is its own.
/// </summary>
public sealed partial class MemoryTests : IDisposable
{
    private const double Tolerance = 0.15;

    // What libraries keep for themselves differs from processor to processor; a small model does not hide it.
    private const double LibraryBytes = 80e6;

    // Layer by layer, the estimate has one layer computing while the next is complete; where computing is quick, the next has
    // only begun.
    private const double OverlapTolerance = 0.3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("resident", "bfloat16")]
    [InlineData("model", "bfloat16", Traits = ["kind", "slow"])]
    [InlineData("sequential", "bfloat16", Traits = ["kind", "slow"])]
    [InlineData("resident", "float32", Traits = ["kind", "slow"])]
    public Task Generate_SmallModel_TakesWhatWasExpected(string mode, string type) =>
        AssertExpectedAsync(Repository.TinyModel, mode, "--dtype", type, "--frames", "49", "--width", "96", "--height", "64");

    [Theory, Trait("kind", "slow")]
    [InlineData(30, "resident")]
    [InlineData(30, "model")]
    [InlineData(30, "sequential")]
    [InlineData(48, "resident")]
    [InlineData(48, "model")]
    [InlineData(48, "sequential")]
    public Task Generate_AsWideAsThePublishedModels_TakesWhatWasExpected(int heads, string mode) =>
        AssertExpectedAsync(
            WideModel.Write(_folder["model"], Repository.TinyModel, heads, blocks: 3, textBlocks: 2), mode, "--dtype",
            "bfloat16", "--frames", "9", "--width", "96", "--height", "64");

    [Theory, Trait("kind", "slow")]
    [InlineData("resident", "bfloat16", "int8")]
    [InlineData("sequential", "bfloat16", "auto")]
    [InlineData("sequential", "bfloat16", "int8")]
    [InlineData("sequential", "float32", "auto")]
    public Task Generate_WithALora_TakesWhatWasExpected(string mode, string type, string weights)
    {
        string model = WideModel.Write(_folder["model"], Repository.TinyModel, heads: 48, blocks: 2, textBlocks: 2);
        string lora = WideModel.WriteLora(_folder["lora.safetensors"], heads: 48, blocks: 2);
        return AssertExpectedAsync(
            model, mode, "--dtype", type, "--weights", weights, "--lora", lora, "--frames", "9", "--width", "96", "--height",
            "64");
    }

    [Theory, Trait("kind", "slow")]
    [InlineData("bfloat16")]
    [InlineData("float32")]
    public async Task Generate_FromAPictureOrAVideo_TakesWhatWasExpected(string type)
    {
        await StartPictures.SaveAsync(StartPictures.All[0].Scene, _folder["start.png"]);
        await AssertExpectedAsync(
            Repository.TinyImageModel, "resident", "--dtype", type, "--image", _folder["start.png"], "--frames", "49",
            "--width", "96", "--height", "64");
        File.Move(_folder["out.mp4"], _folder["source.mp4"]);
        await AssertExpectedAsync(
            Repository.TinyModel, "resident", "--dtype", type, "--video", _folder["source.mp4"], "--strength", "1",
            "--frames", "49", "--width", "96", "--height", "64");
    }

    // Most of it lies between the layers of the autoencoder.
    [Fact, Trait("kind", "slow")]
    public Task Generate_LargerPictures_TakeWhatWasExpected() =>
        AssertExpectedAsync(
            WideModel.Write(_folder["model"], Repository.TinyModel, heads: 2, blocks: 1, textBlocks: 1), "model", "--dtype",
            "bfloat16", "--frames", "9", "--width", "192", "--height", "128");

    [Fact]
    public async Task Generate_MoreThanTheLimit_IsRefusedWithTheNumbers()
    {
        var run = await CliRun.StartProcessAsync(
            "generate", "--prompt", "a red circle", "--memory-limit", "50MB", "--output", _folder["out.mp4"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Matches(@"take about .* \(resident\), .* \(model\) and .* \(sequential\).* 50 MB are free", run.Error);
        Assert.False(File.Exists(_folder["out.mp4"]));
    }

    [Theory]
    [InlineData("--memory", "little", "not a valid memory mode")]
    [InlineData("--weights", "int4", "not a way to keep weights")]
    [InlineData("--weights", "float8", "use auto, bfloat16 or int8")]
    [InlineData("--memory-limit", "much", "is not a valid size")]
    public async Task Generate_ValueThatIsNone_SaysWhatThereIs(string option, string value, string says)
    {
        var run = await CliRun.StartAsync("generate", "--prompt", "a red circle", option, value, "--output", _folder["out.mp4"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    private async Task AssertExpectedAsync(string model, string mode, params string[] options)
    {
        var run = await CliRun.StartProcessAsync([
            "generate",
            "--model",
            model,
            "--prompt",
            "a red circle",
            "--seed",
            "1",
            "--steps",
            "1",
            "--device",
            "cpu",
            "--memory",
            mode,
            "--output",
            _folder["out.mp4"],
            .. options,
        ]);
        Assert.True(run.ExitCode == 0, run.Error);
        var said = Said().Match(run.Error);
        Assert.True(said.Success, run.Error);
        Assert.Equal(mode, said.Groups["mode"].Value);
        double expected = Bytes(said.Groups["expected"].Value), peak = Bytes(said.Groups["peak"].Value);
        TestContext.Current.TestOutputHelper?.WriteLine($"{said.Value}: {peak / expected:0.00}");
        Assert.InRange(
            peak, expected * (1 - (mode == "sequential" ? OverlapTolerance : Tolerance)),
            Math.Max(expected * (1 + Tolerance), expected + LibraryBytes));
    }

    private static double Bytes(string text) => text.Split(' ') is [var number, var unit]
        ? double.Parse(number, CultureInfo.InvariantCulture) * (unit == "GB" ? 1e9 : 1e6)
        : throw new FormatException(text);

    [GeneratedRegex(@"memory (?<mode>\w+), (?<expected>[\d.]+ [MG]B) expected, (?<peak>[\d.]+ [MG]B) at the peak")]
    private static partial Regex Said();
}
