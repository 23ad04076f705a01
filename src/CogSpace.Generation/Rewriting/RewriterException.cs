namespace CogSpace.Generation.Rewriting;

/// <summary>A prompt could not be rewritten; the message says why.</summary>
public sealed class RewriterException(string message, Exception? inner = null) : CogSpaceException(message, inner);
