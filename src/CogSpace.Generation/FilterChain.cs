using System.Runtime.CompilerServices;

namespace CogSpace.Generation;

/// <summary>Filters one after the other.</summary>
/// <param name="filters">In the order in which they are applied.</param>
/// <param name="notes">What the person should know of the choice, a sentence each.</param>
public sealed class FilterChain(IReadOnlyList<IFrameFilter> filters, IReadOnlyList<string> notes)
{
    public static FilterChain None { get; } = new([], []);

    public bool AreNone => filters.Count == 0;

    public IReadOnlyList<string> Notes => notes;

    /// <summary>What comes out when such a video goes in.</summary>
    public VideoInfo Describe(VideoInfo source) => filters.Aggregate(source, (info, filter) => filter.Describe(info));

    /// <param name="frames">What goes in.</param>
    /// <param name="source">What it is.</param>
    /// <param name="stage">The stage that makes it, whose time it is while frames are waited for.</param>
    /// <param name="timings">Told about every stage.</param>
    /// <param name="cancel">Takes effect within one step.</param>
    /// <returns>What comes out, and what it is.</returns>
    internal (IAsyncEnumerable<Frame> Frames, VideoInfo Info) Apply(
        IAsyncEnumerable<Frame> frames, VideoInfo source, GenerationStage stage, StageTimings timings, CancellationToken cancel)
    {
        foreach (var filter in filters)
        {
            frames = filter.ApplyAsync(Returning(frames, stage, filter.Stage, timings, cancel), source, timings, cancel);
            (source, stage) = (filter.Describe(source), filter.Stage);
        }

        return (frames, source);
    }

    private static async IAsyncEnumerable<Frame> Returning(
        IAsyncEnumerable<Frame> frames, GenerationStage making, GenerationStage taking, StageTimings timings, [EnumeratorCancellation] CancellationToken cancel)
    {
        var enumerator = frames.GetAsyncEnumerator(cancel);
        await using var ended = enumerator.ConfigureAwait(false);
        while (true)
        {
            timings.Return(making);
            bool has = await enumerator.MoveNextAsync().ConfigureAwait(false);
            timings.Return(taking);
            if (!has)
                yield break;
            yield return enumerator.Current;
        }
    }
}
