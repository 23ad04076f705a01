namespace CogSpace.Generation;

/// <summary>
/// Looks for something to see in the frames that a model makes: one whose numbers overflow in the decoder makes black.
/// </summary>
internal sealed class BlackVideo
{
    private const byte Darkest = 8;     // of 255: less is not seen

    private bool _isVisible;

    public void Look(Frame frame) => _isVisible = _isVisible || frame.Pixels.Span.ContainsAnyExceptInRange((byte)0, Darkest);

    /// <exception cref="GenerationFailedException">Every pixel of every frame was black.</exception>
    public void Refuse()
    {
        if (!_isVisible)
            throw new GenerationFailedException(
                "The video came out all black, so it is not kept. Another seed, a lower guidance or another number " +
                "type (bfloat16 or float32) may help; if not, the model's files are damaged."
            );
    }
}
