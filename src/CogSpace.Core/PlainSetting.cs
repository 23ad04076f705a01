using System.Globalization;

namespace CogSpace;

/// <summary>Whether a text is a value for a setting of some type, by the strict rules of <see cref="PlainNumber"/>.</summary>
public static class PlainSetting
{
    /// <param name="text">As it was written.</param>
    /// <param name="type">Of the setting.</param>
    /// <returns>A sentence that says what is taken; null where the text is a value, or the type is not known here.</returns>
    public static string? Problem(string text, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        bool isValue =
            type == typeof(int) ? PlainNumber.Whole(text) is not null
            : type == typeof(long) ? PlainNumber.LargeWhole(text) is not null
            : type == typeof(double) ? PlainNumber.Fraction(text) is not null
            : type == typeof(TimeSpan) ? Duration(text) is not null
            : type == typeof(bool) ? bool.TryParse(text, out _)
            : !type.IsEnum || Enum.GetNames(type).Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);
        return isValue ? null : Refusal(text, type);
    }

    /// <summary>Reads hours:minutes:seconds, with days in front and fractions behind where there are any.</summary>
    /// <returns>Null unless it is such a time: a number alone, which would be days, is not.</returns>
    public static TimeSpan? Duration(string text) =>
        text.Contains(':', StringComparison.Ordinal)
        && !text.Any(character => character > '\x7f')
        && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? time
            : null;

    /// <summary>Says what a setting of a type takes, where a text is not that.</summary>
    public static string Refusal(string text, Type type)
    {
        string shown = $"\"{PlainNumber.Shown(text)}\"";
        return
            type == typeof(int) || type == typeof(long) ? $"{shown} is not a whole number: write digits alone, such as 50."
            : type == typeof(double) ? $"{shown} is not a number: write digits, and a point before a fraction, such as 7.5."
            : type == typeof(TimeSpan) ? $"{shown} is not a time: write hours:minutes:seconds, such as 00:01:30."
            : type == typeof(bool) ? $"{shown} is neither true nor false."
            : $"{shown} is not one of {string.Join(", ", Enum.GetNames(type))}.";
    }
}
