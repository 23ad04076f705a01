using System.Globalization;

namespace CogSpace.Web.Components.Studio;

/// <summary>Numbers as a visitor writes them into a field.</summary>
public static class NumberText
{
    private const int Shown = 24;

    public static string Of(double number) => number.ToString(CultureInfo.InvariantCulture);

    /// <param name="what">Stands for the number in the sentence, as "number of steps".</param>
    /// <param name="text">As it was written.</param>
    /// <param name="range">What can be chosen, as "1 to 1000".</param>
    /// <exception cref="InvalidRequestException">It is not a whole number.</exception>
    public static int Whole(string what, string text, string range) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
        : throw new InvalidRequestException($"{Named(text)} is not a valid {what}: give a whole number, {range}.");

    /// <inheritdoc cref="Whole"/>
    /// <exception cref="InvalidRequestException">It is not a number.</exception>
    public static double Fraction(string what, string text, string range) =>
        double.TryParse(
            text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new InvalidRequestException(
                $"{Named(text)} is not a valid {what}: give a number, {range}; fractions have a point, as in 7.5.");

    private static string Named(string text)
    {
        string trimmed = text.Trim();
        return trimmed.Length == 0 ? "An empty field" : $"“{(trimmed.Length > Shown ? $"{trimmed[..Shown]}…" : trimmed)}”";
    }
}
