using System.Globalization;

namespace CogSpace.Cli;

/// <summary>A LoRA as it is written on the command line: a file, and perhaps how strongly it counts.</summary>
internal static class LoraArgument
{
    /// <param name="text">"style.safetensors" or "style.safetensors:0.8".</param>
    public static LoraFile Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon > 0 && !File.Exists(text) && double.TryParse(text.AsSpan(colon + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double scale)
            ? new LoraFile(text[..colon], scale)
            : new LoraFile(text);
    }
}
