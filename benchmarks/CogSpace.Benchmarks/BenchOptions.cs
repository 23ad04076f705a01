using System.Globalization;

namespace CogSpace.Benchmarks;

/// <summary>What the command line asks for: ./cogspace bench [WORD [NUMBER | PART]] [--quick] [--write].</summary>
internal sealed record BenchOptions
{
    private const double DefaultGigabytes = 2;
    private const double QuickGigabytes = 0.2;

    /// <summary>Which benchmark; null: all.</summary>
    public string? Word { get; private init; }

    /// <summary>Gigabytes for pull and load, jobs for soak, prompts for drawn, steps for lora; null: as many as usual.</summary>
    public double? Number { get; private init; }

    /// <summary>Of attacks, only those with this in their names; null: all.</summary>
    public string? Part { get; private init; }

    /// <summary>What pull and load take.</summary>
    public double Gigabytes => Number ?? (Quick ? QuickGigabytes : DefaultGigabytes);

    /// <summary>Smaller shapes and fewer rounds: all in less than ten minutes instead of an hour.</summary>
    public bool Quick { get; private init; }

    /// <summary>Whether the tables go into docs/performance.md.</summary>
    public bool Write { get; private init; }

    /// <returns>Null and a sentence where the words cannot be understood.</returns>
    public static (BenchOptions? Options, string? Problem) Read(string[] words, IReadOnlyCollection<string> known)
    {
        var options = new BenchOptions();
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
                case var word when options.Word is not null && ToNumber(word) is { } number and > 0 and < 1e6:
                    options = options with { Number = number };
                    break;
                case var word when options is { Word: "attacks", Part: null } && !word.StartsWith('-'):
                    options = options with { Part = word };
                    break;
                case var word:
                    string all = string.Join(", ", known);
                    return (
                        null,
                        $"\"{word}\" is not known: use {all}, pull and load with the gigabytes to take, soak with the jobs to " +
                        "make, drawn with the prompts, lora with the steps, attacks with a part of a name (\"files\", " +
                        "\"cancels\"), and --quick, --write.");
            }
        }

        return (options, null);
    }

    private static double? ToNumber(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
