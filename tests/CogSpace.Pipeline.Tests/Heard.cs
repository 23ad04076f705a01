namespace CogSpace.Pipeline.Tests;

/// <summary>Tells of progress at once and on the same thread, which Progress does not.</summary>
internal sealed class Heard(Action<GenerationProgress> report) : IProgress<GenerationProgress>
{
    public void Report(GenerationProgress value) => report(value);
}
