using System.Text.RegularExpressions;

namespace CogSpace.Web.Languages;

/// <summary>A sentence with places for what changes: "The prompt has {0} characters."</summary>
internal sealed partial class SentenceTemplate
{
    private const int Slight = 8;

    private readonly string[] _literals;
    private readonly int[] _places;
    private readonly bool _isSlight;       // "{0} videos": with anything but a number it is likely to be something else

    public SentenceTemplate(string text)
    {
        Text = text;
        _literals = Place().Split(text);
        _places = [.. Place().Matches(text).Select(place => place.ValueSpan[1] - '0')];
        Weight = _literals.Sum(literal => literal.Length);
        _isSlight = Weight < Slight && (_literals[0].Length == 0 || _literals[^1].Length == 0);
    }

    public string Text { get; }

    /// <summary>How many characters do not change.</summary>
    public int Weight { get; }

    public bool HasPlaces => _places.Length > 0;

    /// <summary>Finds out what stands in the places of a finished sentence.</summary>
    /// <returns>By the numbers of the places; null where the sentence is another one.</returns>
    public string[]? Read(string sentence)
    {
        if (!HasPlaces)
            return sentence == Text ? [] : null;
        string end = _literals[^1];
        if (!sentence.StartsWith(_literals[0], StringComparison.Ordinal) || !sentence.EndsWith(end, StringComparison.Ordinal))
            return null;
        string[] found = new string[_places.Max() + 1];
        int at = _literals[0].Length;
        int limit = sentence.Length - end.Length;
        for (int place = 0; place < _places.Length; place++)
        {
            bool isLast = place == _places.Length - 1;
            int next = isLast ? limit : Next(sentence, _literals[place + 1], at, limit);
            if (next < at)
                return null;
            found[_places[place]] = sentence[at..next];
            at = next + (isLast ? 0 : _literals[place + 1].Length);
        }

        return !_isSlight || found.All(IsNumber) ? found : null;
    }

    private static int Next(string sentence, string literal, int from, int limit) =>
        from > limit ? -1 : sentence.IndexOf(literal, from, limit - from, StringComparison.Ordinal);

    // Perhaps with its unit.
    private static bool IsNumber(string? text) => text is [>= '0' and <= '9', ..];

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
