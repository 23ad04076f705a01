using System.Globalization;

namespace CogSpace.Benchmarks;

/// <summary>What the command line asks for: ./cogspace bench [WORD [GB]] [--quick] [--write] [--peer PYTHON].</summary>
internal sealed record BenchOptions
{
    private const double DefaultGigabytes = 2;
    private const double QuickGigabytes = 0.2;

    /// <summary>Which benchmark; null: all.</summary>
    public string? Word { get; private init; }

    /// <summary>What pull and load take.</summary>
    public double Gigabytes { get; private init; } = DefaultGigabytes;

    /// <summary>All in less than ten minutes instead of an hour: smaller shapes, fewer rounds, and without what takes a minute for a frame.</summary>
    public bool Quick { get; private init; }

    /// <summary>Whether the tables go into docs/performance.md.</summary>
    public bool Write { get; private init; }

    /// <summary>A Python that has PyTorch, to do the same work in turns; null: none.</summary>
    public string? Peer { get; private init; }

    /// <returns>Null and a sentence where the words cannot be understood.</returns>
    public static (BenchOptions? Options, string? Problem) Read(string[] words, IReadOnlyCollection<string> known)
    {
        var options = new BenchOptions();
        double? gigabytes = null;
        for (int i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--write":
                    options = options with { Write = true };
                    break;
                case "--peer" when i + 1 < words.Length:
                    options = options with { Peer = words[++i] };
                    break;
                case "all" when options.Word is null:
                    break;
                case var word when options.Word is null && known.Contains(word):
                    options = options with { Word = word };
                    break;
                case var word when options.Word is not null && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is > 0 and < 1000:
                    gigabytes = number;
                    break;
                case var word:
                    return (null, $"\"{word}\" is not known: use {string.Join(", ", known)}, pull and load with the gigabytes to take, and --quick, --write, --peer PYTHON.");
            }
        }

        return (options with { Gigabytes = gigabytes ?? (options.Quick ? QuickGigabytes : DefaultGigabytes) }, null);
    }
}
