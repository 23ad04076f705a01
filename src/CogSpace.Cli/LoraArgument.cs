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
    public static LoraFile Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        return
            colon > 0
            && !File.Exists(text)
            && double.TryParse(text.AsSpan(colon + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double scale)
            ? new LoraFile(text[..colon], scale)
            : new LoraFile(text);
    }
}
