using System.Globalization;

namespace CogSpace;

/// <summary>The seeds that a person can write: 0 to 2^64 - 1, as torch takes them, and -1 for a random one.</summary>
public static class Seeds
{
    /// <summary>Stands for a seed that is drawn when the video is asked for.</summary>
    public const string Random = "-1";

    private const string WithMinusSign = "\u22121";       // as texts print it, and as it is pasted from them

    /// <summary>Whether it stands for a random seed.</summary>
    public static bool IsRandom(string text) => text.Trim() is Random or WithMinusSign;

    /// <returns>The seed; a new one for -1.</returns>
    /// <exception cref="InvalidRequestException">It is not a number that can be a seed.</exception>
    public static ulong Parse(string text)
    {
        if (IsRandom(text))
            return Draw();
        string trimmed = text.Trim();
        if (ulong.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
            return seed;
        string named = trimmed.Length == 0 ? "An empty seed" : $"“{PlainNumber.Shown(text)}”";
        throw new InvalidRequestException(
            $"{named} is not a valid seed: give a whole number from 0 to {ulong.MaxValue}, or -1 for a random one.");
    }

    /// <summary>A random seed of 32 bits: the generator looks at no more, and it is short enough to write down.</summary>
    public static ulong Draw() => (ulong)System.Random.Shared.NextInt64(uint.MaxValue + 1L);
}
