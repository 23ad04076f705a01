using System.Runtime.CompilerServices;

namespace CogSpace.Generation;

/// <summary>Filters one after the other.</summary>
/// <param name="steps">In the order in which they are applied.</param>
/// <param name="notes">What the person should know of the choice, a sentence each.</param>
public sealed class FilterChain(IReadOnlyList<FilterStep> steps, IReadOnlyList<string> notes)
{
    public static FilterChain None { get; } = new([], []);

    /// <summary>Frames get more pixels.</summary>
    public bool Upscales => Find(GenerationStage.Upscaling) is not null;

    public IReadOnlyList<string> Notes => notes;

    /// <param name="request">That may ask for something to be done to frames.</param>
    /// <param name="enhancements">Null: nothing can be done.</param>
    /// <exception cref="CogSpaceException">It cannot be done.</exception>
    internal static FilterChain Of(GenerationRequest request, Enhancements? enhancements)
    {
        if (request.Enhancement is null)
            return None;
        return enhancements?.Chain(request.Enhancement)
            ?? throw new InvalidRequestException(
                "Frames cannot be upscaled or interpolated here: the program was not set up for it.");
    }

    /// <summary>What comes out when such a video goes in.</summary>
    public VideoInfo Describe(VideoInfo source) => steps.Aggregate(source, (info, step) => step.Filter.Describe(info));

    /// <summary>Whether all of them can work, before frames are made for them.</summary>
    /// <exception cref="CogSpaceException">One cannot.</exception>
    internal async Task CheckAsync(CancellationToken cancel)
    {
        foreach (var step in steps)
            await step.Filter.CheckAsync(cancel);
    }

    /// <param name="source">What goes in.</param>
    /// <param name="cancel">Ends the reading of weights.</param>
    /// <returns>What a recipe says of it all; null where nothing is done.</returns>
    internal async Task<EnhancementUse?> UseAsync(VideoInfo source, CancellationToken cancel)
    {
        if (steps.Count == 0)
            return null;
        async Task<NetworkUse?> Of(GenerationStage stage) =>
            Find(stage) is { } step ? await NetworkUse.OfAsync(step, cancel) : null;
        return new EnhancementUse(
            await Of(GenerationStage.Upscaling), await Of(GenerationStage.Interpolating), Describe(source));
    }

    /// <param name="frames">What goes in.</param>
    /// <param name="source">What it is.</param>
    /// <param name="stage">The stage that makes it, whose time it is while frames are waited for.</param>
    /// <param name="timings">Told about every stage.</param>
    /// <param name="cancel">Takes effect within one step.</param>
    /// <returns>What comes out, and what it is.</returns>
    internal (IAsyncEnumerable<Frame> Frames, VideoInfo Info) Apply(
        IAsyncEnumerable<Frame> frames, VideoInfo source, GenerationStage stage, StageTimings timings, CancellationToken cancel)
    {
        foreach (var filter in steps.Select(step => step.Filter))
        {
            frames = filter.ApplyAsync(Returning(frames, stage, filter.Stage, timings, cancel), source, timings, cancel);
            (source, stage) = (filter.Describe(source), filter.Stage);
        }

        return (frames, source);
    }

    private FilterStep? Find(GenerationStage stage) => steps.FirstOrDefault(step => step.Filter.Stage == stage);

    private static async IAsyncEnumerable<Frame> Returning(
        IAsyncEnumerable<Frame> frames, GenerationStage making, GenerationStage taking, StageTimings timings,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        var enumerator = frames.GetAsyncEnumerator(cancel);
        await using var ended = enumerator;
        while (true)
        {
            timings.Return(making);
            bool has = await enumerator.MoveNextAsync();
            timings.Return(taking);
            if (!has)
                yield break;
            yield return enumerator.Current;
        }
    }
}
