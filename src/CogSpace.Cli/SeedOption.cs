using System.CommandLine;
using System.Globalization;

namespace CogSpace.Cli;

/// <summary>The option that says where random numbers begin.</summary>
internal static class SeedOption
{
    public static Option<long> Option { get; } =
        new("--seed")
        {
            Description = "0 to 4294967295: the same seed makes the same result; -1 is random.",
            DefaultValueFactory = _ => -1,
        };

    /// <exception cref="InvalidRequestException">It is out of its range.</exception>
    public static uint Read(ParseResult arguments)
    {
        long seed = arguments.GetValue(Option);
        if (seed is < -1 or > uint.MaxValue)
            throw new InvalidRequestException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{seed} is not a valid seed: choose 0 to {uint.MaxValue}, or -1 for a random one.")
            );
        return seed < 0 ? (uint)Random.Shared.NextInt64(uint.MaxValue + 1L) : (uint)seed;
    }
}
