namespace CogSpace.Cli.Tests;

/// <summary>A clip that the small model made, for tests that start from one.</summary>
public sealed class GeneratedClip : IAsyncLifetime
{
    public const string Prompt = "a blue ring moves from left to right on a yellow background";

    private readonly TemporaryFolder _folder = new();

    public string Path => _folder["clip.mp4"];

    public async ValueTask InitializeAsync()
    {
        var run = await CliRun.StartAsync("generate", "--prompt", Prompt, "--seed", "11", "--steps", "20", "--output", Path);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
