namespace CogSpace.Generation;

/// <summary>Filters one after the other.</summary>
/// <param name="steps">In the order in which they are applied.</param>
/// <param name="notes">What the person should know of the choice, a sentence each.</param>
public sealed class FilterChain(IReadOnlyList<FilterStep> steps, IReadOnlyList<string> notes)
{
    public static FilterChain None { get; } = new([], []);

    /// <summary>Frames stay as they are.</summary>
    public bool IsEmpty => steps.Count == 0;

    /// <summary>Frames get more pixels.</summary>
    public bool Upscales => Find(GenerationStage.Upscaling) is not null;

    public IReadOnlyList<string> Notes => notes;

    /// <param name="request">That may ask for something to be done to frames.</param>
    /// <param name="postProcessor">Knows how.</param>
    /// <exception cref="CogSpaceException">It cannot be done.</exception>
    internal static FilterChain Of(GenerationRequest request, PostProcessor postProcessor) =>
        request.PostProcessing is { } wanted ? postProcessor.Chain(wanted) : None;

    /// <summary>What comes out when such a video goes in.</summary>
    public VideoInfo Describe(VideoInfo source) => steps.Aggregate(source, (info, step) => step.Stage.Describe(info));

    /// <summary>Whether all of them can work, before frames are made for them.</summary>
    /// <exception cref="CogSpaceException">One cannot.</exception>
    internal async Task CheckAsync(CancellationToken cancel)
    {
        foreach (var step in steps)
            await step.Stage.CheckAsync(cancel);
    }

    /// <param name="source">What goes in.</param>
    /// <param name="cancel">Ends the reading of weights.</param>
    /// <returns>What a recipe says of it all; null where nothing is done.</returns>
    internal async Task<AppliedPostProcessing?> UseAsync(VideoInfo source, CancellationToken cancel)
    {
        if (IsEmpty)
            return null;
        async Task<AppliedNetwork?> Of(GenerationStage stage) =>
            Find(stage) is { } step ? await AppliedNetwork.OfAsync(step, cancel) : null;
        return new AppliedPostProcessing(
            await Of(GenerationStage.Upscaling), await Of(GenerationStage.Interpolating), Describe(source));
    }

    /// <param name="source">What goes in.</param>
    /// <param name="timings">Told about every stage.</param>
    /// <returns>All of them as one filter for one clip; null where nothing is done.</returns>
    internal IFrameFilter? Open(VideoInfo source, StageTimings timings)
    {
        var filters = new List<(GenerationStage, IFrameFilter)>();
        foreach (var stage in steps.Select(step => step.Stage))
        {
            filters.Add((stage.Kind, stage.Open(source, timings)));
            source = stage.Describe(source);
        }

        return filters.Count == 0 ? null : new ChainedFilters(filters, timings);
    }

    private FilterStep? Find(GenerationStage stage) => steps.FirstOrDefault(step => step.Stage.Kind == stage);
}
