namespace CogSpace;

/// <summary>The model ran, but what came out is nothing that a person should be given. The message has a hint.</summary>
public sealed class GenerationFailedException(string message) : CogSpaceException(message);
