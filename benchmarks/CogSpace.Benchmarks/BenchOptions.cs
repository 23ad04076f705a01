using System.Globalization;

namespace CogSpace.Benchmarks;

/// <summary>What the command line asks for: ./cogspace bench [WORD [GB]] [--quick] [--write].</summary>
internal sealed record BenchOptions
{
    private const double DefaultGigabytes = 2;
    private const double QuickGigabytes = 0.2;

    /// <summary>Which benchmark; null: all.</summary>
    public string? Word { get; private init; }

    /// <summary>What pull and load take.</summary>
    public double Gigabytes { get; private init; } = DefaultGigabytes;

    /// <summary>Smaller shapes and fewer rounds: all in less than ten minutes instead of an hour.</summary>
    public bool Quick { get; private init; }

    /// <summary>Whether the tables go into docs/performance.md.</summary>
    public bool Write { get; private init; }

    /// <returns>Null and a sentence where the words cannot be understood.</returns>
    public static (BenchOptions? Options, string? Problem) Read(string[] words, IReadOnlyCollection<string> known)
    {
        var options = new BenchOptions();
        double? gigabytes = null;
        foreach (string given in words)
        {
            switch (given)
            {
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--write":
                    options = options with { Write = true };
                    break;
                case "all" when options.Word is null:
                    break;
                case var word when options.Word is null && known.Contains(word):
                    options = options with { Word = word };
                    break;
                case var word when options.Word is not null && Number(word) is { } number and > 0 and < 1000:
                    gigabytes = number;
                    break;
                case var word:
                    string all = string.Join(", ", known);
                    return (
                        null,
                        $"\"{word}\" is not known: use {all}, pull and load with the gigabytes to take, and --quick, --write.");
            }
        }

        return (options with { Gigabytes = gigabytes ?? (options.Quick ? QuickGigabytes : DefaultGigabytes) }, null);
    }

    private static double? Number(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
