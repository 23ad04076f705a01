namespace CogSpace.Training;

/// <summary>What a step came to.</summary>
/// <param name="Step">Steps so far, those before a resumption included.</param>
/// <param name="Steps">Of the whole run.</param>
/// <param name="Loss">The mean over the step's clips.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="LearningRate">Of this step.</param>
/// <param name="Checkpoint">The file that keeps what was reached; null: none was written after this step.</param>
public sealed record TrainingProgress(
    int Step, int Steps, double Loss, double GradientNorm, double LearningRate, string? Checkpoint);
