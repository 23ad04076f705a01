using System.CommandLine;
using System.CommandLine.Parsing;

namespace CogSpace.Cli;

/// <summary>Tells what a person has typed from what an option is by default.</summary>
internal static class GivenOptions
{
    public static bool IsGiven(this ParseResult arguments, Option option) =>
        arguments.GetResult(option) is { Implicit: false };

    /// <returns>The option's value where it was typed, else the other one.</returns>
    public static T Given<T>(this ParseResult arguments, Option<T> option, T otherwise) =>
        arguments.IsGiven(option) ? arguments.GetValue(option)! : otherwise;
}
