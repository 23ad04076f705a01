namespace CogSpace.Pipeline.Tests;

/// <summary>A prompt is encoded once while the model stays, and nothing changes by that.</summary>
public sealed class KnownPromptTests
{
    private static readonly TextToVideo Request = new()
    {
        Prompt = "a red circle",
        NegativePrompt = "blue",
        Seed = 3,
        Steps = 1,
        Frames = 1,
    };

    [Theory]
    [InlineData(MemoryMode.Resident)]
    [InlineData(MemoryMode.Model)]
    [InlineData(MemoryMode.Sequential)]
    public void Encode_Again_GivesTheSameBitsWithoutTheEncoder(MemoryMode mode)
    {
        using var model = new LoadedParts(Repository.TinyModel, new PipelineOptions { Device = "cpu", Memory = mode });
        using var first = model.Prompts.Encode(Request, guided: true, CancellationToken.None);
        using var again = model.Prompts.Encode(Request, guided: true, CancellationToken.None);
        using var other = model.Prompts.Borrow(["a green ring"], CancellationToken.None);

        Assert.Null(model.Prompts.Borrow([Request.Prompt, Request.NegativePrompt], CancellationToken.None));
        Assert.NotNull(other);
        Assert.True(first.bytes.SequenceEqual(again.bytes));
    }

    [Fact]
    public void Encode_Known_EqualsThatOfAFreshModel()
    {
        using var one = new LoadedParts(Repository.TinyModel, new PipelineOptions { Device = "cpu" });
        using var other = new LoadedParts(Repository.TinyModel, new PipelineOptions { Device = "cpu" });
        one.Prompts.Encode(Request with { Prompt = "a green ring" }, guided: true, CancellationToken.None).Dispose();
        using var mixed = one.Prompts.Encode(Request, guided: true, CancellationToken.None);
        using var fresh = other.Prompts.Encode(Request, guided: true, CancellationToken.None);

        Assert.True(mixed.bytes.SequenceEqual(fresh.bytes));
    }
}
