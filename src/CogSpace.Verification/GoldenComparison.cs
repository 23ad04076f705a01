namespace CogSpace.Verification;

/// <summary>One measure of one result of a case.</summary>
/// <param name="Name">Of the tensor.</param>
/// <param name="Measure">"max" or "relative rms".</param>
/// <param name="Deviation">From what the reference computed.</param>
/// <param name="Allowed">What the case allows.</param>
public sealed record GoldenComparison(string Name, string Measure, double Deviation, double Allowed)
{
    public bool IsClose => Deviation <= Allowed;

    /// <summary>1 is all that is allowed.</summary>
    public double Share => Deviation == 0 ? 0 : Deviation / Allowed;
}
