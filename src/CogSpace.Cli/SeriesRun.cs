namespace CogSpace.Cli;

/// <summary>Makes the videos of a series one after the other, and says what became of them.</summary>
internal static class SeriesRun
{
    /// <param name="series">Prompts and seeds.</param>
    /// <param name="first">The first seed; null: each has a random one.</param>
    /// <param name="output">The name, without the numbers.</param>
    /// <param name="make">
    /// Makes a video of a prompt, by its place, and a seed, unless it is there: the number of its name comes last. Returns the
    /// seed of a video that is kept; null where it was made.
    /// </param>
    /// <exception cref="CogSpaceException">A video could not be made; the message says what is there.</exception>
    public static async Task MakeAsync(
        VideoSeries series, ulong? first, string output, Func<int, ulong, string, Task<ulong?>> make)
    {
        var (made, kept, failed) = (0, 0, 0);
        try
        {
            foreach (var (prompt, seed, number) in series.Videos(first))
            {
                string file = VideoSeries.Numbered(output, number);
                Console.Error.WriteLine(
                    $"{made + kept + failed + 1} of {series.Count}: {file}, \"{series.Prompts[prompt]}\"");
                try
                {
                    if (await make(prompt, seed, number) is { } kind)
                    {
                        Console.Error.WriteLine(
                            $"{file} is kept: it was made from this prompt with these settings and the seed {kind}.");
                        kept++;
                    }
                    else
                    {
                        made++;
                    }
                }
                catch (GenerationFailedException e) // one that came out black says nothing of the others
                {
                    Console.Error.WriteLine(e.Message);
                    failed++;
                }
            }
        }
        catch (OperationCanceledException e)
        {
            throw new CogSpaceException(
                $"Interrupted: {made + kept} of {series.Count} videos are there. The same command goes on from here.", e);
        }

        Console.Error.WriteLine($"{(series.Count == 1 ? "1 video" : $"{series.Count} videos")}: {made} made, {kept} kept.");
        if (failed > 0)
            throw new CogSpaceException($"{failed} of {series.Count} videos could not be made.");
    }
}
