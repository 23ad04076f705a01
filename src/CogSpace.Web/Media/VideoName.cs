using System.Globalization;
using System.Text;

namespace CogSpace.Web.Media;

/// <summary>What a downloaded video is called: "a-red-circle-moves-seed-42.mp4".</summary>
internal static class VideoName
{
    private const int MaxLetters = 60;
    private const int FirstVariation = 0xFE00;
    private const int LastVariation = 0xFE0F;

    /// <summary>
    /// Letters and digits of every script stay; everything else, which might mean something to a file system, becomes a dash.
    /// </summary>
    public static string Of(GenerationRequest request, string ending = "mp4")
    {
        if (request is VideoPostProcessing)
            return $"video{DoneTo(request.PostProcessing)}.{ending}";
        var name = new StringBuilder();
        foreach (var rune in request.Prompt.EnumerateRunes())
        {
            bool kept = Rune.IsLetterOrDigit(rune) || (IsMark(rune) && name.Length > 0 && name[^1] != '-');
            if (name.Length + rune.Utf16SequenceLength > MaxLetters)
                break;
            if (kept)
                name.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (name.Length > 0 && name[^1] != '-')
                name.Append('-');
        }

        string words = name.ToString().Trim('-');
        return string.Create(
            CultureInfo.InvariantCulture, $"{(words.Length > 0 ? words : "video")}-seed-{request.Seed}.{ending}");
    }

    private static string DoneTo(PostProcessing? done) =>
        (done is { Upscale: true } ? "-upscaled" : "") + (done is { Interpolate: > 1 } ? "-interpolated" : "");

    // An accent or a vowel sign. What turns a sign into an emoji has nothing to say in a name.
    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        && rune.Value is not (>= FirstVariation and <= LastVariation);
}
