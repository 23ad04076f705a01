namespace CogSpace.Generation.Tests;

public sealed class ChainedFiltersTests
{
    [Fact]
    public void WhatOneHoldsBack_GoesThroughTheNextWhenItIsFlushed()
    {
        Late first = new(), second = new();
        using var chain = new ChainedFilters(
            [(GenerationStage.Upscaling, first), (GenerationStage.Interpolating, second)], new StageTimings(next: null));
        Frame[] frames = [.. Enumerable.Range(0, 3).Select(i => new Frame(1, 1, [(byte)i, 0, 0]))];

        Assert.Empty(chain.Push(frames[0]));
        Assert.Empty(chain.Push(frames[1]));
        Assert.Equal([frames[0]], chain.Push(frames[2]));
        Assert.Equal([frames[1], frames[2]], chain.Flush());
    }

    [Fact]
    public void Dispose_DisposesAll()
    {
        Late first = new(), second = new();
        var chain = new ChainedFilters(
            [(GenerationStage.Upscaling, first), (GenerationStage.Interpolating, second)], new StageTimings(next: null));

        chain.Dispose();

        Assert.True(first.IsDisposed && second.IsDisposed);
    }

    // Every frame comes out when the next one goes in.
    private sealed class Late : IFrameFilter
    {
        private readonly Queue<Frame> _held = new();

        public bool IsDisposed { get; private set; }

        public IReadOnlyList<Frame> Push(Frame frame, CancellationToken cancel = default)
        {
            _held.Enqueue(frame);
            return _held.Count > 1 ? [_held.Dequeue()] : [];
        }

        public IReadOnlyList<Frame> Flush(CancellationToken cancel = default) => [.. _held];

        public void Dispose() => IsDisposed = true;
    }
}
