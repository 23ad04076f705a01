namespace CogSpace.Pipeline;

/// <summary>Where and how a model computes.</summary>
public sealed record PipelineOptions
{
    /// <summary>"auto" (the first GPU, else the CPU), "cpu", "cuda" or "cuda:n".</summary>
    public string Device { get; init; } = "auto";

    /// <summary>The number type; part of the result, so it is noted in the recipe.</summary>
    public ComputeType Type { get; init; }
}
