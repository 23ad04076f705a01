using System.CommandLine;

namespace CogSpace.Cli;

/// <summary>The option that says where random numbers begin.</summary>
internal static class SeedOption
{
    public static Option<string> Option { get; } =
        new("--seed")
        {
            Description =
                "0 to 18446744073709551615: the same seed makes the same result; -1 is random. The generator looks at the " +
                "lower 32 bits.",
            HelpName = "seed",
            DefaultValueFactory = _ => Seeds.Random,
        };

    /// <summary>Whether every video that is made has another seed.</summary>
    public static bool IsRandom(ParseResult arguments) => Seeds.IsRandom(arguments.GetValue(Option)!);

    /// <exception cref="InvalidRequestException">It is out of its range.</exception>
    public static ulong Read(ParseResult arguments) => Seeds.Parse(arguments.GetValue(Option)!);
}
