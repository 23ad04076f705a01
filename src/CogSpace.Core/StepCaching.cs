namespace CogSpace;

/// <summary>How far steps are skipped for who wants a video faster and does not ask how.</summary>
public static class StepCaching
{
    private const double Noisy = 0.3;
    private const double Smooth = 0.1;

    /// <summary>
    /// A step cache that computes about half of the steps, at about 41 dB from the exact video: DPM draws new noise at every
    /// step, so its inputs differ by more.
    /// </summary>
    /// <remarks>Measured with the small model: docs/performance.md.</remarks>
    public static double UsualStepCache(this SchedulerKind scheduler) => scheduler == SchedulerKind.Dpm ? Noisy : Smooth;
}
