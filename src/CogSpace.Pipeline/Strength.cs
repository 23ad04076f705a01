using System.Globalization;

namespace CogSpace.Pipeline;

/// <summary>How much of a video is forgotten before it is restyled, counted in steps.</summary>
/// <remarks>Source: diffusers pipeline_cogvideox_video2video.py, get_timesteps.</remarks>
internal static class Strength
{
    /// <summary>
    /// Steps of a run that are left out at the start. The product is a double cut off, so that 0.58 of 50 keeps 28 steps, as
    /// in the reference.
    /// </summary>
    public static int SkippedSteps(int steps, double strength) => steps - KeptSteps(steps, strength);

    /// <exception cref="InvalidRequestException">It is out of its range, or too little for a single step.</exception>
    public static void Check(int steps, double strength)
    {
        if (strength is not (>= 0 and <= 1))
            throw new InvalidRequestException(
                FormattableString.Invariant($"A strength of {strength} is not possible: choose 0 to 1."));
        if (KeptSteps(steps, strength) == 0)
            throw new InvalidRequestException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A strength of {strength} leaves none of {steps} steps, and the video would stay as it is: " +
                    $"choose at least {Math.Ceiling(100.0 / steps) / 100}, or more steps."));
    }

    private static int KeptSteps(int steps, double strength) => Math.Min((int)(steps * strength), steps);
}
