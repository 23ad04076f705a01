namespace CogSpace.Web.Estimates;

/// <summary>How long a stage took in the last videos, at one size.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Maker">As in <see cref="StageWork"/>.</param>
/// <param name="Size">As in <see cref="StageWork"/>.</param>
/// <param name="Rates">Seconds for each unit of each size, the newest last.</param>
internal sealed record LearnedSpeed(GenerationStage Stage, string Maker, double Size, IReadOnlyList<double> Rates)
{
    private const int MostRates = 11;

    /// <summary>
    /// The one in the middle, so that a single slow video does not count; of two in the middle the faster, because the first
    /// video of a server is always slow.
    /// </summary>
    public double Rate => Rates.Order().ElementAt((Rates.Count - 1) / 2);

    public bool IsWhole =>
        Maker is not null && Rates is { Count: > 0 } && Size > 0 && Rates.All(rate => double.IsFinite(rate) && rate >= 0);

    public LearnedSpeed With(double rate) => this with { Rates = [.. Rates.TakeLast(MostRates - 1), rate] };
}
