using System.Runtime.CompilerServices;

namespace CogSpace.PostProcess;

/// <summary>Filters work on frames of one size.</summary>
internal static class SameSize
{
    /// <exception cref="MediaException">A frame has another size than it should have.</exception>
    public static async IAsyncEnumerable<Frame> Require(
        IAsyncEnumerable<Frame> frames, VideoInfo source, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        int number = 0;
        await foreach (var frame in frames.WithCancellation(cancel))
        {
            number++;
            if ((frame.Width, frame.Height) != (source.Width, source.Height))
                throw new MediaException(
                    $"Frame {number} has {frame.Width} x {frame.Height} pixels, and the video {source.Width} x " +
                    $"{source.Height}: all frames must be of one size."
                );
            yield return frame;
        }
    }
}
