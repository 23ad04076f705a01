using System.Globalization;

namespace CogSpace.Cli;

/// <summary>Several videos that differ in prompt or seed, and the names of their files.</summary>
/// <param name="Prompts">One at least.</param>
/// <param name="IsList">They come from a list, so that names have the number of the prompt.</param>
/// <param name="SeedsOfEach">Videos of each prompt; null: one, whose name has no number for its seed.</param>
internal sealed record VideoSeries(IReadOnlyList<string> Prompts, bool IsList, int? SeedsOfEach)
{
    public int Count => Prompts.Count * (SeedsOfEach ?? 1);

    /// <summary>The videos, prompt by prompt: which prompt, which seed, and what the name ends in.</summary>
    /// <param name="first">The seed that the others follow; null: each has a random one.</param>
    /// <exception cref="InvalidRequestException">The seeds would go beyond the largest.</exception>
    public IEnumerable<(int Prompt, ulong Seed, string Number)> Videos(ulong? first)
    {
        int seeds = SeedsOfEach ?? 1;
        if (first > ulong.MaxValue - (ulong)(seeds - 1))
            throw new InvalidRequestException($"{seeds} seeds from {first} on go beyond the largest, {ulong.MaxValue}.");
        return
            from prompt in Enumerable.Range(0, Prompts.Count)
            from place in Enumerable.Range(0, seeds)
            select (prompt, first + (ulong)place ?? Seeds.Draw(), Number(prompt, place));
    }

    /// <summary>"clips/a.mp4" and "-002" make "clips/a-002.mp4".</summary>
    public static string Numbered(string path, string number) =>
        Path.Combine(
            Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path) + number + Path.GetExtension(path));

    // Of the same width however many there are: a list may grow.
    private string Number(int prompt, int place) =>
        (IsList ? Digits(prompt) : "") + (SeedsOfEach is null ? "" : Digits(place));

    private static string Digits(int index) => string.Create(CultureInfo.InvariantCulture, $"-{index + 1:000}");
}
