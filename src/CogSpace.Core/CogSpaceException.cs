namespace CogSpace;

/// <summary>A failure whose message is written for the person at the browser. Any other exception is a bug.</summary>
public class CogSpaceException(string message, Exception? inner = null) : Exception(message, inner);
