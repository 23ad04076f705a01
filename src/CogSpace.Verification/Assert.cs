using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CogSpace.Verification;

/// <summary>What a check demands. Whatever is not so fails the case, with a sentence.</summary>
internal static class Assert
{
    private const int ShownItems = 8;

    public static void True([DoesNotReturnIf(false)] bool condition, string otherwise)
    {
        if (!condition)
            throw new MismatchException(otherwise);
    }

    public static void Equal<T>(T expected, T actual)
    {
        if (expected is IEnumerable wanted and not string && actual is IEnumerable got)
            Equal(wanted.Cast<object?>(), got.Cast<object?>());
        else
            True(EqualityComparer<T>.Default.Equals(expected, actual), $"{Text(actual)} was computed, expected {Text(expected)}");
    }

    public static void Equal<T>(IEnumerable<T> expected, IEnumerable<T> actual)
    {
        List<T> wanted = [.. expected], got = [.. actual];
        if (wanted.SequenceEqual(got))
            return;
        int first = wanted.Zip(got).TakeWhile(pair => EqualityComparer<T>.Default.Equals(pair.First, pair.Second)).Count();
        throw new MismatchException($"{Text(got)} was computed, expected {Text(wanted)}; item {first} is the first that differs");
    }

    /// <param name="expected">Of the reference.</param>
    /// <param name="actual">Ours.</param>
    /// <param name="tolerance">How far they may lie apart.</param>
    public static void Equal(double expected, double actual, double tolerance) =>
        True(Math.Abs(expected - actual) <= tolerance, string.Create(CultureInfo.InvariantCulture, $"{actual} was computed, expected {expected} within {tolerance}"));

    public static void InRange(double actual, double low, double high) =>
        True(actual >= low && actual <= high, string.Create(CultureInfo.InvariantCulture, $"{actual} was computed, expected {low} to {high}"));

    public static void NotEmpty<T>(IEnumerable<T> items) => True(items.Any(), "The case proves nothing: it has no inputs.");

    public static T Single<T>(IReadOnlyCollection<T> items)
    {
        True(items.Count == 1, $"One was expected, {items.Count} were found: {Text(items)}");
        return items.First();
    }

    public static void Contains(string part, string text, StringComparison comparison) =>
        True(text.Contains(part, comparison), $"\"{text}\" does not say \"{part}\"");

    public static TException Throws<TException>(Action action)
        where TException : Exception
    {
        try
        {
            action();
        }
        catch (TException e)
        {
            return e;
        }

        throw new MismatchException($"Nothing was refused where {typeof(TException).Name} was expected.");
    }

    [DoesNotReturn]
    public static void Fail(string reason) => throw new MismatchException(reason);

    private static string Text(object? value) => value switch
    {
        null => "nothing",
        string text => $"\"{text}\"",
        IEnumerable items => Text([.. items.Cast<object?>()]),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Text(List<object?> items) =>
        $"[{string.Join(", ", items.Take(ShownItems).Select(Text))}{(items.Count > ShownItems ? $", ... {items.Count} in all" : "")}]";
}
