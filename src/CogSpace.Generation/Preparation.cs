using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>What is known and read of a video before the model makes it.</summary>
/// <param name="plan">What is made.</param>
/// <param name="filters">What is done to its frames.</param>
/// <param name="memory">How it fits into memory.</param>
internal sealed class Preparation(GenerationPlan plan, FilterChain filters, MemoryChoice memory) : IDisposable
{
    public FilterChain Filters => filters;

    public MemoryChoice Memory => memory;

    /// <summary>The frames that are written.</summary>
    public VideoInfo Result { get; } = filters.Describe(plan.Made);

    /// <summary>The picture, or the frames that are taken of the video; null for a prompt alone.</summary>
    public required VideoClip? Source { get; init; }

    /// <summary>How the frames of a video were read.</summary>
    public required SourceReport Report { get; init; }

    public required string? SourceSha256 { get; init; }

    public required IReadOnlyList<LoraUse>? Loras { get; init; }

    public required AppliedPostProcessing? PostProcessing { get; init; }

    /// <summary>What the video goes on from; null where it stands alone.</summary>
    public required EarlierVideo? Earlier { get; init; }

    /// <summary>All frames in the file.</summary>
    public VideoInfo Written => Earlier?.Extended.With(Result) ?? Result;

    public required SourceTracks SourceTracks { get; init; }

    public SideTracks? Tracks => SourceTracks.Tracks;

    /// <summary>What the person should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes =>
        [.. plan.Notes, .. Report.Notes, .. VariableRateNote.Of(plan.Source, Source), .. filters.Notes, .. SourceTracks.Notes];

    /// <param name="tried">The plan as it is carried out.</param>
    /// <param name="pipeline">What computes it.</param>
    /// <param name="model">Which model makes it.</param>
    public Recipe Recipe(GenerationPlan tried, CogVideoXPipeline pipeline, ModelInfo model) =>
        Generation.Recipe.Of(tried, pipeline, model.Name, SourceSha256, Loras, PostProcessing) with
        {
            Extended = Earlier?.Extended,
            SourceConversion = Report.Conversion,
        };

    public void Dispose() => SourceTracks.Dispose();
}
