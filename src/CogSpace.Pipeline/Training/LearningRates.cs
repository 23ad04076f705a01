using CogSpace.Training;

namespace CogSpace.Pipeline.Training;

/// <summary>How large the steps are, from the first to the last.</summary>
/// <remarks>Source: diffusers optimization.py; a warm-up begins at 0.</remarks>
internal static class LearningRates
{
    /// <param name="options">The highest rate, the shape of the curve, and the steps it has.</param>
    /// <param name="step">From 0.</param>
    public static double At(TrainingOptions options, int step)
    {
        if (step < options.WarmupSteps)
            return options.LearningRate * step / options.WarmupSteps;
        double way = (double)(step - options.WarmupSteps) / Math.Max(options.Steps - options.WarmupSteps, 1);
        return options.LearningRate * options.Schedule switch
        {
            LearningRateSchedule.Linear => Math.Max(1 - way, 0),
            LearningRateSchedule.Cosine => Math.Max((1 + Math.Cos(Math.PI * way)) / 2, 0),
            _ => 1,
        };
    }
}
