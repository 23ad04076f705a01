using System.CommandLine;

namespace CogSpace.Cli;

/// <summary>The options that say how a model fits into memory.</summary>
internal static class MemoryOptions
{
    private static readonly Option<MemoryMode> Memory = new("--memory")
    {
        Description =
            "How much of the model is in memory at a time: auto (as much as fits), resident (all), model (one network) " +
            "or sequential (layer by layer).",
        HelpName = "mode",
        CustomParser = result => Mode(result.Tokens[0].Value, result.AddError),
    };

    private static readonly Option<WeightKind> Weights = new("--weights")
    {
        Description =
            "How matrices are kept: auto (in the number type), bfloat16, or int8 (half of that, slightly other results).",
        HelpName = "type",
        CustomParser = result => Kind(result.Tokens[0].Value, result.AddError),
    };

    private static readonly Option<bool> CacheWeights = new("--cache-weights")
    {
        Description = "Keep what --weights int8 computes beside the model's files, for the next time.",
    };

    private static readonly Option<long?> Limit = new("--memory-limit")
    {
        Description = "The most memory that a video may take, such as 8GB. Default: what is free.",
        HelpName = "size",
        CustomParser = result => SizeArgument.Read(result),
    };

    private static readonly Option<bool?> Tiling = new("--tiling")
    {
        Description =
            "Cut large pictures into tiles where they become latents and back: less memory, slightly other results. " +
            "Default: only where the video does not fit otherwise.",
    };

    public static IEnumerable<Option> All => [Memory, Limit, Weights, CacheWeights, Tiling];

    /// <summary>Those that mean something where a model is trained.</summary>
    public static IEnumerable<Option> OfTraining => [Limit, Weights, Tiling];

    /// <exception cref="InvalidRequestException">The options contradict each other.</exception>
    public static PipelineOptions Read(ParseResult arguments, PipelineOptions options)
    {
        var read = options with
        {
            Memory = arguments.GetValue(Memory),
            MemoryLimit = arguments.GetValue(Limit),
            Weights = arguments.GetValue(Weights),
            CacheWeights = arguments.GetValue(CacheWeights),
            Tiling = arguments.GetValue(Tiling),
        };
        if (read.CacheWeights && read.Weights != WeightKind.I8)
            throw new InvalidRequestException("--cache-weights keeps what int8 computes: it goes with --weights int8.");
        return read;
    }

    public static string NameOf(MemoryMode mode) => mode.ToString().ToLowerInvariant();

    private static MemoryMode Mode(string text, Action<string> fail)
    {
        switch (text)
        {
            case "auto":
                return MemoryMode.Auto;
            case "resident":
                return MemoryMode.Resident;
            case "model":
                return MemoryMode.Model;
            case "sequential":
                return MemoryMode.Sequential;
            default:
                fail($"\"{text}\" is not a valid memory mode: use auto, resident, model or sequential.");
                return MemoryMode.Auto;
        }
    }

    private static WeightKind Kind(string text, Action<string> fail)
    {
        switch (text)
        {
            case "auto":
                return WeightKind.Auto;
            case "bfloat16" or "bf16":
                return WeightKind.BF16;
            case "int8":
                return WeightKind.I8;
            default:
                fail($"\"{text}\" is not a way to keep weights: use auto, bfloat16 or int8.");
                return WeightKind.Auto;
        }
    }
}
