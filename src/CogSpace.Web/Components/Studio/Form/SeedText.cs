using System.Globalization;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>What a visitor writes into the seed field.</summary>
public static class SeedText
{
    /// <summary>Stands for a seed that is drawn when the video is asked for.</summary>
    public const string Random = "-1";

    private const string WithMinusSign = "\u22121";       // as texts print it, and as it is pasted from them
    private const int Shown = 24;

    /// <exception cref="InvalidRequestException">It is not a number, or none that can be a seed.</exception>
    public static uint Parse(string text)
    {
        string trimmed = text.Trim();
        if (trimmed is Random or WithMinusSign)
            return (uint)System.Random.Shared.NextInt64(uint.MaxValue + 1L);
        if (uint.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out uint seed))
            return seed;

        string named =
            trimmed.Length == 0 ? "An empty seed" : $"“{(trimmed.Length > Shown ? $"{trimmed[..Shown]}…" : trimmed)}”";
        throw new InvalidRequestException(
            $"{named} is not a valid seed: give a whole number from 0 to {uint.MaxValue}, or -1 for a random one.");
    }
}
