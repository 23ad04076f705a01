using System.Globalization;

namespace CogSpace.Web.Components.Studio.Job;

/// <summary>A time in words, which the page translates as it does all sentences.</summary>
public static class StageText
{
    /// <summary>A rounded time: it is a guess.</summary>
    public static string Time(double seconds) => seconds switch
    {
        < 1 => "less than a second",
        < 90 => string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(seconds):0} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(seconds / 60):0} min"),
        < 36000 => string.Create(CultureInfo.InvariantCulture, $"about {seconds / 3600:0.#} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"about {seconds / 3600:0} h"),
    };
}
