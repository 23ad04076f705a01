namespace CogSpace.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("generate")]
    [InlineData("invert")]
    [InlineData("train", "lora")]
    [InlineData("train", "full")]
    [InlineData("vae", "encode")]
    [InlineData("vae", "decode")]
    [InlineData("vae", "roundtrip")]
    [InlineData("convert", "sat")]
    [InlineData("convert", "lora")]
    [InlineData("convert", "safetensors")]
    [InlineData("convert", "onnx")]
    [InlineData("inspect")]
    [InlineData("models", "list")]
    [InlineData("models", "pull")]
    [InlineData("models", "verify")]
    [InlineData("models", "remove")]
    [InlineData("completion")]
    [InlineData("upscale")]
    [InlineData("interpolate")]
    [InlineData("rewrite")]
    public async Task Help_OfEveryCommand_HasAnExample(params string[] command)
    {
        var run = await CliRun.StartAsync([.. command, "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Example", run.Output, StringComparison.Ordinal);
        Assert.Contains($"cogspace {string.Join(' ', command)}", run.Output, StringComparison.Ordinal);
    }
}
