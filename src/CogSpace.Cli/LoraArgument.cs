using System.CommandLine;
using System.Globalization;

namespace CogSpace.Cli;

/// <summary>A LoRA as it is written on the command line: a file, and perhaps how strongly it counts.</summary>
internal static class LoraArgument
{
    public static Option<string[]> Option { get; } =
        new("--lora")
        {
            Description = "A LoRA, and how strongly it counts (usually 1). Can be given several times.",
            HelpName = "file[:scale]",
        };

    /// <returns>Null where none is named.</returns>
    public static IReadOnlyList<LoraFile>? Read(ParseResult arguments) =>
        arguments.GetValue(Option) is { Length: > 0 } loras ? [.. loras.Select(Parse)] : null;

    /// <param name="text">"style.safetensors" or "style.safetensors:0.8".</param>
    /// <exception cref="InvalidRequestException">What follows a file is not a number.</exception>
    public static LoraFile Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon <= 0 || Path.Exists(text))
            return new LoraFile(text);
        var (file, scale) = (text[..colon], text[(colon + 1)..]);
        return
            PlainNumber.Fraction(scale) is { } number ? new LoraFile(file, number)
            : !LooksLikeANumber(scale) && !Path.Exists(file) ? new LoraFile(text)
            : throw new InvalidRequestException(
                $"\"{PlainNumber.Shown(scale)}\" is not a valid scale for the LoRA {file}; fractions have a point, as in 0.8.");
    }

    private static bool LooksLikeANumber(string text) =>
        double.TryParse(text, NumberStyles.Any, CultureInfo.InvariantCulture, out _);
}
