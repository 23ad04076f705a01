namespace CogSpace.Generation.Training;

/// <summary>The loss of a step.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Loss">Of the step alone.</param>
/// <param name="Smoothed">Over the steps before it, too.</param>
internal readonly record struct LossPoint(int Step, double Loss, double Smoothed);
