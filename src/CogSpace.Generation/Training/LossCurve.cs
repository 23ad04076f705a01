namespace CogSpace.Generation.Training;

/// <summary>The mean of the losses so far, the last about fifty counting most.</summary>
internal sealed class LossCurve
{
    private const double Kept = 0.98;

    private double _sum, _weight;

    /// <summary>Null: there was no loss yet.</summary>
    public double? Smoothed => _weight > 0 ? _sum / _weight : null;

    public void Add(double loss) =>
        (_sum, _weight) = ((Kept * _sum) + ((1 - Kept) * loss), (Kept * _weight) + (1 - Kept));
}
