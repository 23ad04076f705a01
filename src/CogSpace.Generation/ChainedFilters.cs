namespace CogSpace.Generation;

/// <summary>Filters one after the other: what comes out of one goes into the next.</summary>
/// <param name="filters">At least one, in the order in which they are applied.</param>
/// <param name="timings">Told whose time it is.</param>
internal sealed class ChainedFilters(
    IReadOnlyList<(GenerationStage Stage, IFrameFilter Filter)> filters, StageTimings timings) : IFrameFilter
{
    public IReadOnlyList<Frame> Push(Frame frame, CancellationToken cancel = default) => PushFrom(0, [frame], cancel);

    public IReadOnlyList<Frame> Flush(CancellationToken cancel = default)
    {
        var finished = new List<Frame>();
        for (int i = 0; i < filters.Count; i++)
        {
            timings.Return(filters[i].Stage);
            finished.AddRange(PushFrom(i + 1, filters[i].Filter.Flush(cancel), cancel));
        }

        return finished;
    }

    public void Dispose()
    {
        foreach (var (_, filter) in filters)
            filter.Dispose();
    }

    private IReadOnlyList<Frame> PushFrom(int first, IReadOnlyList<Frame> frames, CancellationToken cancel)
    {
        foreach (var (stage, filter) in filters.Skip(first))
        {
            if (frames.Count > 0)
                timings.Return(stage);
            frames = [.. frames.SelectMany(frame => filter.Push(frame, cancel))];
        }

        return frames;
    }
}
