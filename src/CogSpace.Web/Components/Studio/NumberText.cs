using System.Globalization;

namespace CogSpace.Web.Components.Studio;

/// <summary>Numbers as a visitor writes them into a field.</summary>
public static class NumberText
{
    public static string Of(double number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>All digits of a seed.</summary>
    public static string Of(ulong seed) => seed.ToString(CultureInfo.InvariantCulture);

    /// <param name="what">Stands for the number in the sentence, as "number of steps".</param>
    /// <param name="text">As it was written.</param>
    /// <param name="range">What can be chosen, as "1 to 1000".</param>
    /// <param name="setting">The property of a request that it is for.</param>
    /// <exception cref="InvalidRequestException">It is not a whole number.</exception>
    public static int Whole(string what, string text, string range, string? setting = null) =>
        PlainNumber.Whole(text) ?? throw new InvalidRequestException(
            PlainNumber.Shown(text) is { Length: > 0 } shown
                ? $"“{shown}” is not a valid {what}: give a whole number, {range}."
                : $"The {what} is empty: give a whole number, {range}.")
        {
            Setting = setting,
        };

    /// <inheritdoc cref="Whole"/>
    /// <exception cref="InvalidRequestException">It is not a number.</exception>
    public static double Fraction(string what, string text, string range, string? setting = null) =>
        PlainNumber.Fraction(text) ?? throw new InvalidRequestException(
            PlainNumber.Shown(text) is { Length: > 0 } shown
                ? $"“{shown}” is not a valid {what}: give a number, {range}; fractions have a point, as in 7.5."
                : $"The {what} is empty: give a number, {range}; fractions have a point, as in 7.5.")
        {
            Setting = setting,
        };
}
