using CogSpace.Generation.Hub;

namespace CogSpace.Generation;

/// <summary>What a <see cref="Generator"/> works with.</summary>
public sealed record GeneratorOptions
{
    /// <summary>A folder for each model, and weights for upscaling and interpolation.</summary>
    public required string ModelsFolder { get; init; }

    /// <summary>Whose cache holds models, too; null: none.</summary>
    public HubOptions? Hub { get; init; }

    /// <summary>Where and how models compute.</summary>
    public PipelineOptions Pipeline { get; init; } = new();

    /// <summary>Which pictures and videos are read.</summary>
    public ReadingOptions Reading { get; init; } = new();

    /// <summary>How videos are written.</summary>
    public EncodingOptions Encoding { get; init; } = new();

    /// <summary>Where and how networks for upscaling and interpolation compute.</summary>
    public NetworkOptions Networks { get; init; } = new();

    /// <summary>How frames are cut for upscaling.</summary>
    public UpscalingOptions Upscaling { get; init; } = new();
}
