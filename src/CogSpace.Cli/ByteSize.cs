using System.Globalization;

namespace CogSpace.Cli;

/// <summary>Sizes of files as a person writes and reads them; a kB has 1000 bytes.</summary>
internal static class ByteSize
{
    private static readonly (string Unit, double Bytes)[] Units = [("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1)];

    public static long Parse(string text, Action<string> fail)
    {
        var (unit, bytes) = Units.FirstOrDefault(unit => text.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase), ("", 1));
        if (double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number * bytes is >= 1 and < 1e18)
            return (long)(number * bytes);
        fail($"\"{text}\" is no size: write 5GB or 500MB.");
        return 0;
    }

    public static string Format(long size)
    {
        var (unit, bytes) = Units.FirstOrDefault(unit => size >= unit.Bytes, Units[^1]);
        return string.Create(CultureInfo.InvariantCulture, $"{size / bytes:0.#} {unit}");
    }
}
