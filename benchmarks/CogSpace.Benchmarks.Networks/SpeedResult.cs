namespace CogSpace.Benchmarks.Networks;

/// <summary>How long something took.</summary>
/// <param name="Seconds">Of each timed round, shortest first.</param>
/// <param name="Operations">Multiplications and additions of one round.</param>
/// <param name="Peak">Bytes at the peak: of this program, or of the GPU beyond what was in use before; null: unknown.</param>
/// <param name="Type">Number type, such as bfloat16.</param>
internal sealed record SpeedResult(IReadOnlyList<double> Seconds, double Operations, long? Peak, string Type)
{
    public double Median => Seconds[Seconds.Count / 2];

    /// <summary>Billions of operations in a second.</summary>
    public double Rate => Operations / Median / 1e9;
}
