namespace CogSpace.Verification.Speed;

/// <summary>How long something took.</summary>
/// <param name="Seconds">Of each timed round, shortest first.</param>
/// <param name="Operations">Multiplications and additions of one round.</param>
/// <param name="Peak">Bytes at the peak: of this program on the CPU, of everything on the GPU beyond what was there before; null where that cannot be found out.</param>
/// <param name="Device">"cpu" or "cuda:n".</param>
/// <param name="Type">Number type, such as bfloat16.</param>
/// <param name="Blocks">Of the transformer or the text encoder; 0 where it is not part of it.</param>
public sealed record SpeedResult(IReadOnlyList<double> Seconds, double Operations, long? Peak, string Device, string Type, int Blocks)
{
    public double Median => Seconds[Seconds.Count / 2];

    /// <summary>Billions of operations in a second.</summary>
    public double Rate => Operations / Median / 1e9;
}
