namespace CogSpace.Web.Visitors;

/// <summary>How long a video will take on this device: learned, for each model, from those that it has made.</summary>
internal sealed class CostEstimate
{
    private const double Unknown = 60;        // seconds, until the first video is finished
    private const double Newest = 0.3;        // how much the last video counts against all before

    private readonly Lock _lock = new();
    private readonly Dictionary<string, double> _secondsPerUnit = new(StringComparer.Ordinal);

    /// <summary>What a plan asks of the device: values of latents in all steps, and twice that with upscaling.</summary>
    public static double WorkOf(GenerationPlan plan)
    {
        double steps = Math.Max(1, plan.Request.Steps - plan.SkippedSteps);
        double pixels = (double)plan.LatentFrames * plan.Width * plan.Height;
        return steps * pixels * (plan.Request.PostProcessing is { Upscale: true } ? 2 : 1);
    }

    /// <returns>Seconds.</returns>
    public double SecondsFor(string model, double? work)
    {
        lock (_lock)
            return work is { } units && _secondsPerUnit.TryGetValue(model, out double each) ? units * each : Unknown;
    }

    /// <summary>Takes note of a video that was made.</summary>
    public void Learn(string model, double? work, double seconds)
    {
        if (work is not > 0 || seconds <= 0)
            return;
        double each = seconds / work.Value;
        lock (_lock)
            _secondsPerUnit[model] = _secondsPerUnit.TryGetValue(model, out double before)
                ? ((1 - Newest) * before) + (Newest * each)
                : each;
    }
}
