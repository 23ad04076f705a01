namespace CogSpace.Generation.Rewriting;

/// <summary>A prompt could not be rewritten; the message says why, without the names of settings.</summary>
/// <param name="message">For the person who asked, who may be a visitor.</param>
/// <param name="inner">What was caught.</param>
/// <param name="remedy">For the person who runs the program, a sentence: which settings to correct. Null: none is wrong.</param>
public sealed class RewriterException(string message, Exception? inner = null, string? remedy = null)
    : CogSpaceException(message, inner)
{
    public string? Remedy { get; } = remedy;
}
