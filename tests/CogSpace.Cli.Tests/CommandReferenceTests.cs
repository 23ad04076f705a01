namespace CogSpace.Cli.Tests;

/// <summary>docs/cli.md shows what the commands say of themselves.</summary>
[Trait("kind", "docs")]
public sealed class CommandReferenceTests
{
    private const string Page = "docs/cli.md";

    [Fact]
    public void EveryCommand_IsAsItsHelpSays()
    {
        foreach (var (name, command) in CommandReference.Commands())
            GeneratedSection.AssertCurrent(Page, name, CommandReference.Of(command), "CogSpace.Cli.Tests");
    }

    [Fact]
    public void Commands_AreAllThatDoSomething() => Assert.Equal(
        [
            "generate", "invert", "train lora", "train full", "vae encode", "vae decode", "vae roundtrip", "upscale",
            "interpolate", "rewrite", "convert sat", "convert lora", "convert safetensors", "convert onnx", "inspect", "verify",
            "models list", "models pull", "models verify", "models remove", "keys create", "keys list", "keys revoke",
            "completion",
        ],
        CommandReference.Commands().Select(command => command.Name));
}
