namespace CogSpace.Verification;

/// <summary>What became of one case.</summary>
/// <param name="Case">Its path below the set's folder of cases.</param>
/// <param name="Comparisons">Of tensors; equal words and numbers are not among them.</param>
/// <param name="PassedOver">Expected tensors that are not compared on purpose, with the reason.</param>
/// <param name="Problem">Why it failed; null: it did not.</param>
/// <param name="LeftOut">Why it was not computed at all; null: it was.</param>
public sealed record GoldenResult(
    string Case, IReadOnlyList<GoldenComparison> Comparisons, IReadOnlyList<string> PassedOver, string? Problem = null, string? LeftOut = null)
{
    public bool Passed => Problem is null && LeftOut is null;

    /// <summary>What comes nearest to what is allowed, or goes beyond it furthest; null: no tensor was compared.</summary>
    public GoldenComparison? Worst => Comparisons.MaxBy(comparison => comparison.Share);
}
