using System.CommandLine;
using CogSpace.Generation;

namespace CogSpace.Cli;

/// <summary>The options that make several videos of one command: of a list of prompts, of several seeds, or of both.</summary>
internal static class SeriesOptions
{
    private const int MostSeeds = 999;

    private static readonly Option<string?> Prompts = new("--prompts")
    {
        Description =
            "A text file of prompts, one on each line, for a video each; blank lines and those that begin with # are left " +
            "out. The outputs are numbered: out-001.mp4. What is there already is kept.",
        HelpName = "file",
    };

    private static readonly Option<int?> Count = new Option<int?>("--count")
    {
        Description =
            "Make so many videos of each prompt, 1 to 999: with --seed and the seeds after it, or with random ones. The " +
            "outputs are numbered: out-001.mp4, with --prompts out-001-001.mp4. What is there already is kept.",
        HelpName = "number",
    }.Strict();

    public static IEnumerable<Option> All => [Prompts, Count];

    /// <param name="arguments">The command line.</param>
    /// <param name="given">The prompt of the command line; null: none.</param>
    /// <param name="usual">The prompt of a recipe; null: none.</param>
    /// <param name="cancel">Ends the reading of the list.</param>
    /// <returns>null: one video, whose name has no number.</returns>
    /// <exception cref="CogSpaceException">The list cannot be read, or a number is out of its range.</exception>
    public static async Task<VideoSeries?> ReadAsync(
        ParseResult arguments, string? given, string? usual, CancellationToken cancel)
    {
        int? count = arguments.GetValue(Count);
        if (count is < 1 or > MostSeeds)
            throw new InvalidRequestException($"A count of {count} is not possible: choose 1 to {MostSeeds}.");
        if (arguments.GetValue(Prompts) is not { } list)
            return count is not null && (given ?? usual) is { } prompt ? new VideoSeries([prompt], IsList: false, count) : null;
        if (given is not null)
            throw new InvalidRequestException("--prompts is a list of prompts: give it or --prompt, not both.");
        return new VideoSeries(await PromptList.ReadAsync(list, cancel), IsList: true, count);
    }
}
