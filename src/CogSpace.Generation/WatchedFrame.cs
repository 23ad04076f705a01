using System.Runtime.CompilerServices;

namespace CogSpace.Generation;

/// <summary>Keeps one frame of those that go by.</summary>
/// <param name="index">Which, counted from 0.</param>
internal sealed class WatchedFrame(int index)
{
    /// <summary>Null until it has gone by.</summary>
    public Frame? Frame { get; private set; }

    public async IAsyncEnumerable<Frame> Watch(
        IAsyncEnumerable<Frame> frames, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        int seen = 0;
        await foreach (var frame in frames.WithCancellation(cancel))
        {
            if (seen++ == index)
                Frame = frame;
            yield return frame;
        }
    }
}
