namespace CogSpace.Training;

/// <summary>Training came to numbers that are not numbers. What was reached before is kept.</summary>
public sealed class TrainingFailedException(string message) : CogSpaceException(message);
