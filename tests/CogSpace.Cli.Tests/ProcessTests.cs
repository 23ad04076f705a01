namespace CogSpace.Cli.Tests;

/// <summary>What only a process of its own can show: exit codes, and which of its outputs is which.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Generate_Done_EndsWithZero_AndSaysNothingOnStandardOutput()
    {
        var run = await CliRun.StartProcessAsync(
            "generate", "--prompt", "a red circle", "--seed", "1", "--steps", "1", "--frames", "1", "--output", _folder["out.mp4"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("", run.Output);
        Assert.True(File.Exists(_folder["out.mp4"]));
    }

    [Theory]
    [InlineData(2, "Try \"cogspace generate --help\"", "generate", "--shout")]
    [InlineData(2, "is not a valid seed", "generate", "--prompt", "p", "--seed", "-5")]
    [InlineData(1, "there is no such file", "upscale", "no-such.mp4", "--output", "out.mp4")]
    public async Task BadInput_EndsWithItsCode_AndASentence(int exitCode, string says, params string[] arguments)
    {
        var run = await CliRun.StartProcessAsync(arguments);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_AnswersOnStandardOutput()
    {
        var run = await CliRun.StartProcessAsync("inspect", Repository.TinyModel);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.NotEqual("", run.Output);
    }
}
