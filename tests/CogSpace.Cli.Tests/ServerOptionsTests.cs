namespace CogSpace.Cli.Tests;

/// <summary>What cannot go to a server is refused before it is asked.</summary>
public sealed class ServerOptionsTests : IDisposable
{
    // Nobody listens there.
    private const string Server = "http://127.0.0.1:1";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--device is for videos that this machine makes", "--device", "cpu")]
    [InlineData("--dtype is for videos that this machine makes", "--dtype", "float32")]
    [InlineData("--memory is for videos that this machine makes", "--memory", "model")]
    [InlineData("--tiling is for videos that this machine makes", "--tiling", "true")]
    [InlineData("A count of 0 is not possible", "--count", "0")]
    [InlineData("--spacing is for videos that this machine makes", "--spacing", "trailing")]
    [InlineData("--dynamic-guidance is for videos that this machine makes", "--dynamic-guidance", "true")]
    [InlineData("--manifest is for videos that this machine makes", "--manifest")]
    [InlineData("--preset is for videos that this machine makes", "--preset")]
    [InlineData("--dump-latents is for videos that this machine makes", "--dump-latents", "a.safetensors")]
    [InlineData("--lora names something that the server has", "--lora", "loras/style.safetensors:0.5")]
    [InlineData("--upscaler names something that the server has", "--upscale", "--upscaler", "models/a.pth")]
    public async Task Generate_RefusesWhatNoServerTakes(string says, params string[] options)
    {
        var run = await CliRun.StartAsync(
            ["generate", "--server", Server, "--prompt", "a", "--output", _folder["a.mp4"], .. options]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task Pictures_AreNotStretchedThere()
    {
        string picture = _folder["a.png"];
        await File.WriteAllBytesAsync(picture, [1]);

        var run = await CliRun.StartAsync(
            "generate", "--server", Server, "--prompt", "a", "--image", picture, "--fit", "stretch",
            "--output", _folder["a.mp4"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--fit stretch", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "is not the address of a server", "--server", "gpu", "--output", "a.mp4")]
    [InlineData(2, "--key is a key of a server", "--key", "csk_a", "--output", "a.mp4")]
    [InlineData(2, "ends in .mp4, .webm, .gif or .webp", "--server", Server, "--output", "a.mkv")]
    [InlineData(1, "there is no folder", "--server", Server, "--output", "no-such-folder/a.mp4")]
    [InlineData(1, "Cannot read no-such.png", "--server", Server, "--image", "no-such.png", "--output", "a.mp4")]
    public async Task Generate_SaysWhatIsWrong(int exitCode, string says, params string[] options)
    {
        var run = await CliRun.StartAsync(["generate", "--prompt", "a", .. options]);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatIsNotThere_IsSaid_AndNothingIsLeft()
    {
        var run = await CliRun.StartAsync("generate", "--server", Server, "--prompt", "a", "--output", _folder["a.mp4"]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"Cannot connect to {Server}: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task Upscale_RefusesWhereToCompute()
    {
        var run = await CliRun.StartAsync(
            "upscale", "a.mp4", "--server", Server, "--tile", "64", "--output", _folder["b.mp4"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--tile is for videos that this machine makes", run.Error, StringComparison.Ordinal);
    }
}
