using static System.FormattableString;

namespace CogSpace.Web.Visitors;

/// <summary>An estimated time in words: "about 3 minutes".</summary>
internal static class RoughTime
{
    public static string Words(TimeSpan time) => time.TotalSeconds switch
    {
        < 60 => "less than a minute",
        < 5400 => Math.Ceiling(time.TotalMinutes) is > 1 and var minutes ? Invariant($"about {minutes:0} minutes") : "about 1 minute",
        _ => Math.Ceiling(time.TotalHours) is > 1 and var hours ? Invariant($"about {hours:0} hours") : "about 1 hour",
    };

    public static string Words(double seconds) => Words(TimeSpan.FromSeconds(Math.Min(seconds, 1e8)));
}
