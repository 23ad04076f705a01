namespace CogSpace.Pipeline.Tests;

/// <summary>A prompt is encoded once while the model stays, and nothing changes by that.</summary>
public sealed class KnownPromptTests
{
    private static readonly TextToVideo Request = new() { Prompt = "a red circle", NegativePrompt = "blue", Seed = 3, Steps = 1, Frames = 1 };

    [Theory]
    [InlineData(MemoryMode.Resident)]
    [InlineData(MemoryMode.Model)]
    [InlineData(MemoryMode.Sequential)]
    public void EncodePrompts_Again_GivesTheSameBitsWithoutTheEncoder(MemoryMode mode)
    {
        using var pipeline = CogVideoXPipeline.Load(Repository.TinyModel, new PipelineOptions { Device = "cpu", Memory = mode });
        using var first = pipeline.EncodePrompts(Request, guided: true, CancellationToken.None);
        using var again = pipeline.EncodePrompts(Request, guided: true, CancellationToken.None);
        using var other = pipeline.BorrowTextEncoder(["a green ring"], CancellationToken.None);

        Assert.Null(pipeline.BorrowTextEncoder([Request.Prompt, Request.NegativePrompt], CancellationToken.None));
        Assert.NotNull(other);
        Assert.True(first.bytes.SequenceEqual(again.bytes));
    }

    [Fact]
    public void EncodePrompts_Known_EqualsThatOfAFreshModel()
    {
        using var one = CogVideoXPipeline.Load(Repository.TinyModel, new PipelineOptions { Device = "cpu" });
        using var other = CogVideoXPipeline.Load(Repository.TinyModel, new PipelineOptions { Device = "cpu" });
        one.EncodePrompts(Request with { Prompt = "a green ring" }, guided: true, CancellationToken.None).Dispose();
        using var mixed = one.EncodePrompts(Request, guided: true, CancellationToken.None);
        using var fresh = other.EncodePrompts(Request, guided: true, CancellationToken.None);

        Assert.True(mixed.bytes.SequenceEqual(fresh.bytes));
    }
}
