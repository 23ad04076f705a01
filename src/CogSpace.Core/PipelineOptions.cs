namespace CogSpace;

/// <summary>Where and how a model computes.</summary>
public sealed record PipelineOptions
{
    /// <summary>"auto" (the first GPU, else the CPU), "cpu", "cuda" or "cuda:n".</summary>
    public string Device { get; init; } = "auto";

    /// <summary>The number type; part of the result, so it is noted in the recipe.</summary>
    public ComputeType Type { get; init; }

    /// <summary>
    /// How much of the model is in memory at a time. <see cref="MemoryMode.Auto"/> is decided by who knows how much is free;
    /// here it means resident.
    /// </summary>
    public MemoryMode Memory { get; init; }

    /// <summary>How matrices are kept; part of the result where it is not the number type.</summary>
    public WeightKind Weights { get; init; }

    /// <summary>
    /// Whether the autoencoder cuts large pictures into tiles; part of the result. Null: only where a video does not fit
    /// otherwise.
    /// </summary>
    public bool? Tiling { get; init; }

    /// <summary>Bytes that a video may take of the memory; null: as much as is free.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Keeps matrices in 8 bits beside the model's files, so that they are computed once.</summary>
    public bool CacheWeights { get; init; }

    /// <summary>Between two previews of a video in the making, at least; null: none are made.</summary>
    public TimeSpan? PreviewInterval { get; init; }
}
