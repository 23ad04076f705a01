namespace CogSpace.Golden.Tests;

/// <summary>One measure of one tensor of a case.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Measure">"max" or "relative rms".</param>
/// <param name="Deviation">Distance from what the reference computed.</param>
/// <param name="Allowed">What the case allows.</param>
internal sealed record GoldenComparison(string Name, string Measure, double Deviation, double Allowed)
{
    public bool IsClose => Deviation <= Allowed;

    public override string ToString() =>
        FormattableString.Invariant($"{Name}: {Measure} deviation {Deviation:g3}, allowed {Allowed:g3}");
}
