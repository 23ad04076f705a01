namespace CogSpace;

/// <summary>There was not enough memory for some work. The message says what was wanted.</summary>
public sealed class MemoryShortageException(string message, Exception? inner = null) : CogSpaceException(message, inner);
