namespace CogSpace.Generation;

/// <summary>A finished video.</summary>
/// <param name="Video">The file.</param>
/// <param name="Recipe">What decided it.</param>
/// <param name="Notes">What the person should know, a sentence each.</param>
/// <param name="Seconds">Time spent in each stage.</param>
public sealed record GenerationResult(
    string Video, Recipe Recipe, IReadOnlyList<string> Notes, IReadOnlyDictionary<GenerationStage, double> Seconds)
{
    /// <summary>How it fitted into memory.</summary>
    public MemoryChoice? Memory { get; init; }
}
