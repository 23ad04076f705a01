using Microsoft.Extensions.Localization;

namespace CogSpace.Web.Languages;

/// <summary>Texts that depend on how many there are of something.</summary>
/// <remarks>English tells one from others; Chinese and Japanese do not, and have the form for others alone.</remarks>
public static class Plural
{
    public const string One = ".One";
    public const string Other = ".Other";

    /// <param name="texts">Has the text by this name in two forms, "Frames.One" and "Frames.Other".</param>
    /// <param name="name">The text's name without the form.</param>
    /// <param name="number">How many there are, {0} in the text.</param>
    /// <param name="more">What else stands in the text, from {1} on.</param>
    public static string Count(this IStringLocalizer texts, string name, int number, params ReadOnlySpan<object> more)
    {
        object[] arguments = [number, .. more];
        bool isOne = number == 1 && texts is ISpeaking { Language.HasSingular: true };
        return texts[name + (isOne ? One : Other), arguments];
    }
}
