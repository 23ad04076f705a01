namespace CogSpace.Generation.Training;

/// <summary>What came of a training.</summary>
/// <param name="Path">The LoRA, or the folder of the model.</param>
/// <param name="Steps">Of this run.</param>
/// <param name="Loss">The last, smoothed; null: no step was left to make.</param>
/// <param name="ExpectedMemory">Bytes that were expected to be taken at the peak of the learning.</param>
/// <param name="PeakMemory">Bytes that were taken at it on a CPU; null where that cannot be found out.</param>
/// <param name="Notes">What the person should know, a sentence each.</param>
public sealed record TrainingResult(
    string Path, int Steps, double? Loss, long ExpectedMemory, long? PeakMemory, IReadOnlyList<string> Notes);
