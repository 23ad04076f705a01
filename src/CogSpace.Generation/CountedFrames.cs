using System.Runtime.CompilerServices;

namespace CogSpace.Generation;

/// <summary>How many frames have gone by, and of which size.</summary>
internal sealed class CountedFrames
{
    public int Count { get; private set; }

    /// <summary>In pixels.</summary>
    public int Width { get; private set; }

    /// <summary>In pixels.</summary>
    public int Height { get; private set; }

    public async IAsyncEnumerable<Frame> Watch(
        IAsyncEnumerable<Frame> frames, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var frame in frames.WithCancellation(cancel))
        {
            (Count, Width, Height) = (Count + 1, frame.Width, frame.Height);
            yield return frame;
        }
    }
}
