using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>The one loop that frames go through on their way from a model or a video to files.</summary>
/// <param name="making">The stage that makes the frames, whose time it is while one is waited for.</param>
/// <param name="timings">Told when it goes on after a filter.</param>
internal sealed class FrameLoop(GenerationStage making, StageTimings timings)
{
    private Frame? _poster;
    private bool _leavesOutNext;

    /// <summary>The rate of frames that do not carry their time; null: they do.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Whether the frames show a watermark already.</summary>
    public bool AreWatermarked { get; init; }

    /// <summary>Looks at every frame as it was made.</summary>
    public Action<Frame>? Seen { get; init; }

    /// <summary>Gets the frames as they were made; null: not wanted.</summary>
    public VideoFile? Before { get; init; }

    /// <summary>What is done to the frames before they are written; null: nothing.</summary>
    public IFrameFilter? Filter { get; init; }

    /// <summary>
    /// Frames of a finished file, which are written first and as they are; the first frame that follows is left out, because it
    /// is the last of them once more. Null: there are none.
    /// </summary>
    public IAsyncEnumerable<Frame>? Earlier { get; init; }

    /// <summary>Gets one of the frames that are written; null: not wanted.</summary>
    public VideoFile? Poster { get; init; }

    /// <summary>Which one, counted from 0; the last where there are fewer.</summary>
    public int PosterIndex { get; init; }

    /// <summary>Writes all frames. Nothing is published yet.</summary>
    /// <param name="frames">Asked for the next one when the files have room for it.</param>
    /// <param name="video">Gets what comes out, at an even size.</param>
    /// <param name="cancel">Ends it; so does a file that cannot be written, even while a frame is being made.</param>
    /// <exception cref="CogSpaceException">A filter or a file failed; the message says why.</exception>
    public async Task RunAsync(IAsyncEnumerable<Frame> frames, VideoFile video, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            cancel, video.Broken, Before?.Broken ?? CancellationToken.None);
        try
        {
            int number = 0;
            await foreach (var made in frames.WithCancellation(stop.Token))
            {
                var frame = FramesPerSecond is { } rate ? made.At(TimeSpan.FromSeconds(number++ / rate)) : made;
                Seen?.Invoke(frame);
                if (Before is not null)
                    await Before.WriteAsync(EvenSize.Fill(frame), AreWatermarked);
                if (number == 1 && Earlier is not null)       // not before: a model may take minutes to its first frame
                    await WriteEarlierAsync(Earlier, video, stop.Token);
                await WriteAsync(Filter is null ? [frame] : await FilterAsync(filter => filter.Push(frame, stop.Token)), video);
            }

            await WriteAsync(Filter is null ? [] : await FilterAsync(filter => filter.Flush(stop.Token)), video);
            if (Poster is not null && _poster is not null)
                await Poster.WriteAsync(_poster);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            foreach (var file in new[] { video, Before })
            {
                if (file is not null && file.Broken.IsCancellationRequested)
                    await file.FinishAsync();       // throws what broke it
            }

            throw;
        }
    }

    // On another thread, so that the caller is not blocked while a network computes.
    private async Task<IReadOnlyList<Frame>> FilterAsync(Func<IFrameFilter, IReadOnlyList<Frame>> act) =>
        await Task.Run(() => act(Filter!));

    private async Task WriteEarlierAsync(IAsyncEnumerable<Frame> frames, VideoFile video, CancellationToken cancel)
    {
        await foreach (var frame in frames.WithCancellation(cancel))
            await WriteAsync(frame, video, isWatermarked: true);
        _leavesOutNext = true;
    }

    private async Task WriteAsync(Frame frame, VideoFile video, bool isWatermarked)
    {
        var even = EvenSize.Fill(frame);
        if (video.Info.Frames <= PosterIndex)
            _poster = even;
        await video.WriteAsync(even, isWatermarked);
    }

    private async Task WriteAsync(IReadOnlyList<Frame> frames, VideoFile video)
    {
        foreach (var frame in frames)
        {
            if (!_leavesOutNext)
                await WriteAsync(frame, video, AreWatermarked);
            _leavesOutNext = false;
        }

        if (Filter is not null)
            timings.Return(making);
    }
}
