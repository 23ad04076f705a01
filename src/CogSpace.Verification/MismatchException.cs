namespace CogSpace.Verification;

/// <summary>What was computed is not what the reference computed.</summary>
internal sealed class MismatchException(string message) : Exception(message);
