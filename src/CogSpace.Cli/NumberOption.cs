using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CogSpace.Cli;

/// <summary>Reads numbers of options strictly: 7,5 is an error and not 75.</summary>
internal static class NumberOption
{
    /// <summary>Makes an option take numbers with a decimal point only, without separators of thousands.</summary>
    public static Option<double> Strict(this Option<double> option)
    {
        option.CustomParser = result => Parse(result) ?? 0;
        return option;
    }

    /// <inheritdoc cref="Strict(Option{double})"/>
    public static Option<double?> Strict(this Option<double?> option)
    {
        option.CustomParser = Parse;
        return option;
    }

    private static double? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            return number;
        string name = result.Parent is OptionResult { IdentifierToken.Value: var option } ? option : "this option";
        result.AddError($"\"{text}\" is not a valid number for {name}; fractions have a point, as in 7.5.");
        return null;
    }
}
