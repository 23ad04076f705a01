namespace CogSpace.Web.Uploads;

/// <summary>How slowly a file may come. A slower sender takes up room that others could use.</summary>
/// <param name="Grace">A file may come at any rate at first, and pause this long.</param>
/// <param name="BytesPerSecond">The least rate after that, counted from the start.</param>
internal sealed record ArrivalRate(TimeSpan Grace, int BytesPerSecond)
{
    public static ArrivalRate Default { get; } = new(TimeSpan.FromSeconds(20), 16_000);

    /// <summary>How long to wait for the next bytes; at most the grace, and zero for a file that is too slow.</summary>
    /// <param name="bytes">That have come.</param>
    /// <param name="elapsed">Since the first was waited for.</param>
    public TimeSpan TimeLeft(long bytes, TimeSpan elapsed)
    {
        var left = Grace + TimeSpan.FromSeconds((double)bytes / BytesPerSecond) - elapsed;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < Grace ? left : Grace;
    }
}
