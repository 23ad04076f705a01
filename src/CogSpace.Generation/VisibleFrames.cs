using System.Runtime.CompilerServices;

namespace CogSpace.Generation;

/// <summary>
/// Lets frames through, and fails at the end if there was nothing on any of them: a model whose numbers overflow in the
/// decoder makes black.
/// </summary>
internal static class VisibleFrames
{
    private const byte Darkest = 8;     // of 255: less is not seen

    /// <exception cref="GenerationFailedException">Every pixel of every frame is black.</exception>
    public static async IAsyncEnumerable<Frame> Require(
        IAsyncEnumerable<Frame> frames, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        bool isVisible = false;
        await foreach (var frame in frames.WithCancellation(cancel))
        {
            isVisible = isVisible || frame.Pixels.Span.ContainsAnyExceptInRange((byte)0, Darkest);
            yield return frame;
        }

        if (!isVisible)
            throw new GenerationFailedException(
                "The video came out all black, so it is not kept. Another seed, a lower guidance or another number " +
                "type (bfloat16 or float32) may help; if not, the model's files are damaged."
            );
    }
}
