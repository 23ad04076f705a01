using System.Globalization;

namespace CogSpace.Web.Visitors;

/// <summary>An estimated time in words: "about 3 minutes".</summary>
internal static class RoughTime
{
    public static string Words(TimeSpan time) => time.TotalSeconds switch
    {
        < 60 => "less than a minute",
        < 5400 => Words(time.TotalMinutes, "minute"),
        _ => Words(time.TotalHours, "hour"),
    };

    public static string Words(double seconds) => Words(TimeSpan.FromSeconds(Math.Min(seconds, 1e8)));

    private static string Words(double count, string unit)
    {
        double whole = Math.Ceiling(count);
        return string.Create(CultureInfo.InvariantCulture, $"about {whole:0} {unit}{(whole == 1 ? "" : "s")}");
    }
}
