using System.CommandLine;
using System.CommandLine.Parsing;

namespace CogSpace.Cli;

/// <summary>Reads numbers of options strictly: 7,5 is an error and not 75.</summary>
internal static class NumberOption
{
    /// <summary>Makes an option take only what <see cref="PlainNumber"/> does.</summary>
    public static Option<double> Strict(this Option<double> option)
    {
        option.CustomParser = result => Fraction(result) ?? 0;
        return option;
    }

    /// <inheritdoc cref="Strict(Option{double})"/>
    public static Option<double?> Strict(this Option<double?> option)
    {
        option.CustomParser = Fraction;
        return option;
    }

    /// <inheritdoc cref="Strict(Option{double})"/>
    public static Option<int> Strict(this Option<int> option)
    {
        option.CustomParser = result => Whole(result) ?? 0;
        return option;
    }

    /// <inheritdoc cref="Strict(Option{double})"/>
    public static Option<int?> Strict(this Option<int?> option)
    {
        option.CustomParser = Whole;
        return option;
    }

    private static double? Fraction(ArgumentResult result) => result.Tokens is [] ? null
        : PlainNumber.Fraction(result.Tokens[0].Value) ?? Refuse<double>(result, "number", "fractions have a point, as in 7.5");

    private static int? Whole(ArgumentResult result) => result.Tokens is [] ? null
        : PlainNumber.Whole(result.Tokens[0].Value) ?? Refuse<int>(result, "whole number", "write digits alone, as in 50");

    private static T? Refuse<T>(ArgumentResult result, string what, string how)
        where T : struct
    {
        string name = result.Parent is OptionResult { IdentifierToken.Value: var option } ? option : "this option";
        result.AddError($"\"{PlainNumber.Shown(result.Tokens[0].Value)}\" is not a valid {what} for {name}; {how}.");
        return null;
    }
}
