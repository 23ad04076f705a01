using System.Text.Json;
using System.Text.RegularExpressions;

namespace CogSpace.Pipeline.Weights.Loras;

/// <summary>Numbers for the layers whose names match a regular expression, in the order in which they are tried.</summary>
/// <remarks>Source: PEFT utils/other.py, get_pattern_key: re.match("(.*\.)?(KEY)$", layer).</remarks>
internal sealed class LayerPatterns
{
    private const int MostPatterns = 2000, LongestPattern = 1000;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    private readonly string _name;
    private readonly Func<string, ModelLoadException> _refused;
    private readonly List<(string Pattern, Regex Layers, double Number)> _patterns = [];
    private readonly HashSet<string> _used = [];

    private LayerPatterns(string name, Func<string, ModelLoadException> refused) => (_name, _refused) = (name, refused);

    /// <summary>Patterns that no layer matched that was asked for.</summary>
    public IEnumerable<string> Unused => _patterns.Select(item => item.Pattern).Where(pattern => !_used.Contains(pattern));

    /// <param name="name">Of the patterns, for messages.</param>
    /// <param name="patterns">An object of numbers; null, or something else: there are none.</param>
    /// <param name="refused">Makes the exception for a problem.</param>
    /// <exception cref="ModelLoadException">One is not a regular expression, or has no number.</exception>
    public static LayerPatterns Read(string name, JsonElement? patterns, Func<string, ModelLoadException> refused)
    {
        var read = new LayerPatterns(name, refused);
        if (patterns is not { ValueKind: JsonValueKind.Object } given)
            return read;
        foreach (var item in given.EnumerateObject())
        {
            if (read._patterns.Count == MostPatterns)
                throw refused($"has more than {MostPatterns} patterns in {name}.");
            if (item.Name.Length > LongestPattern)
                throw refused($"has a pattern of {item.Name.Length} characters in {name}; at most {LongestPattern} are read.");
            if (item.Value.ValueKind != JsonValueKind.Number)
                throw refused($"gives {item.Name} in {name} as {item.Value}, which is not a number.");
            read._patterns.Add((item.Name, read.Compile(item.Name), item.Value.GetDouble()));
        }

        return read;
    }

    /// <summary>The number of the first pattern that matches a layer.</summary>
    /// <exception cref="ModelLoadException">A pattern takes too long.</exception>
    public double? Find(string layer)
    {
        foreach (var (pattern, layers, number) in _patterns)
        {
            if (!Matches(pattern, layers, layer))
                continue;
            _used.Add(pattern);
            return number;
        }

        return null;
    }

    private bool Matches(string pattern, Regex layers, string layer)
    {
        try
        {
            return layers.IsMatch(layer);
        }
        catch (RegexMatchTimeoutException)
        {
            throw _refused($"has the pattern {pattern} in {_name}, which takes too long to compare with a layer's name.");
        }
    }

    // In linear time where that is possible; what looks around or back is stopped by the clock.
    private Regex Compile(string pattern)
    {
        string whole = $@"\A(?:(.*\.)?({pattern})$)";
        try
        {
            return new Regex(whole, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Longest);
        }
        catch (NotSupportedException)
        {
            return new Regex(whole, RegexOptions.CultureInvariant, Longest);
        }
        catch (ArgumentException)
        {
            throw _refused($"has the pattern {pattern} in {_name}, which is not a regular expression.");
        }
    }
}
