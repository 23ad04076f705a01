using System.Text.Json.Serialization;

namespace CogSpace;

/// <summary>A request that a model can carry out, with everything filled in that was left to the model.</summary>
public sealed record GenerationPlan
{
    /// <summary>The request as it came.</summary>
    public required GenerationRequest Request { get; init; }

    /// <summary>The video that is restyled or inverted, as it was measured; else null.</summary>
    public VideoInfo? Source { get; init; }

    /// <summary>Which of its frames are taken; else null.</summary>
    public FrameSampling? Sampling { get; init; }

    /// <summary>Frames that are taken, or that were asked for.</summary>
    public required int Frames { get; init; }

    /// <summary>Latent frames that stand for them.</summary>
    public required int LatentFrames { get; init; }

    /// <summary>Frames that the autoencoder makes of those.</summary>
    public required int OutputFrames { get; init; }

    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Steps that are left out at the start, because a video that is restyled is not pure noise.</summary>
    public int SkippedSteps { get; init; }

    /// <summary>The solver.</summary>
    public required SchedulerKind Scheduler { get; init; }

    /// <summary>Whether the guidance varies from step to step.</summary>
    public required bool DynamicGuidance { get; init; }

    /// <summary>The rate that the model was trained on, or that of the frames taken of a video.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>
    /// Whether the autoencoder cuts pictures into tiles, because the run would not fit otherwise. It changes the result a
    /// little.
    /// </summary>
    public bool Tiled { get; init; }

    /// <summary>The frames that come out.</summary>
    [JsonIgnore]
    public VideoInfo Made => new(Width, Height, OutputFrames, FramesPerSecond);

    /// <summary>What the person should know, a sentence each; usually empty.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>The frames that a model would make.</summary>
/// <param name="Made">The frames that come out.</param>
/// <param name="Sampling">Which frames of the video that is restyled are taken; null: there is none.</param>
public sealed record PlannedFrames(VideoInfo Made, FrameSampling? Sampling);
