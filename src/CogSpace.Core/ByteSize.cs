using System.Globalization;

namespace CogSpace;

/// <summary>Numbers of bytes as a person writes and reads them; a kB has 1000 bytes.</summary>
public static class ByteSize
{
    private static readonly (string Unit, double Bytes)[] Units = [("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1)];

    /// <summary>Three digits and a unit: "1.34 GB".</summary>
    public static string Format(long bytes)
    {
        var (unit, factor) = Units.FirstOrDefault(unit => bytes >= unit.Bytes, Units[^1]);
        double number = bytes / factor;
        string format = number switch { < 9.995 => "0.##", < 99.95 => "0.#", _ => "0" };
        return string.Create(CultureInfo.InvariantCulture, $"{number.ToString(format, CultureInfo.InvariantCulture)} {unit}");
    }

    /// <summary>Reads "5GB", "500 MB" or "1500".</summary>
    /// <returns>Null unless it is a whole number of bytes, 1 or more.</returns>
    public static long? Parse(string text)
    {
        var (unit, factor) = Units.FirstOrDefault(
            unit => text.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase), ("", 1));
        return
            double.TryParse(
                text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out double number) && number * factor is >= 1 and < 1e18
            ? (long)(number * factor)
            : null;
    }
}
