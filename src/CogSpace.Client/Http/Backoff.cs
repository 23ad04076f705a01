namespace CogSpace.Client.Http;

/// <summary>Pauses between tries.</summary>
internal static class Backoff
{
    private const double FirstSeconds = 0.25;
    private const double MostSeconds = 10;
    private const double LeastPart = 0.5;

    /// <summary>
    /// Twice as long each time, up to ten seconds; less by chance, so that many clients do not come back together.
    /// </summary>
    /// <param name="failures">So many there were, 1 or more.</param>
    public static TimeSpan After(int failures)
    {
        double seconds = Math.Min(MostSeconds, FirstSeconds * Math.Pow(2, failures - 1));
        return TimeSpan.FromSeconds(seconds * (LeastPart + (Random.Shared.NextDouble() * (1 - LeastPart))));
    }
}
