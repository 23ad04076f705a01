namespace CogSpace.Generation.Hub;

/// <summary>Something that may well work when it is tried again. The message is for when it does not.</summary>
/// <param name="message">What went wrong, a sentence.</param>
/// <param name="after">How long the server asks to be left alone; null: it does not say.</param>
/// <param name="inner">What was caught.</param>
internal sealed class TransientHubException(string message, TimeSpan? after = null, Exception? inner = null)
    : CogSpaceException(message, inner)
{
    public TimeSpan? After { get; } = after;
}
