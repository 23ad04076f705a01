using System.CommandLine;
using CogSpace.Client;
using CogSpace.Generation;

namespace CogSpace.Cli.Remote;

/// <summary>The videos of one cogspace generate that a server makes: one, or a series.</summary>
internal sealed class RemoteRun(RemoteServer server, ParseResult arguments)
{
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    public async Task MakeAsync(CancellationToken cancel)
    {
        var recipe = await RecipeOption.ReadForServerAsync(arguments, cancel);
        var series = await SeriesOptions.ReadAsync(
            arguments, RequestOptions.PromptOf(arguments), recipe?.Request.Prompt, cancel);
        var request = RequestOptions.Read(arguments, recipe?.Request, series?.Prompts[0]);
        var asked = RemoteRequest.Of(request, arguments, recipe);
        string output = arguments.GetValue(FormatOptions.Output)!;
        if (series is null)
        {
            await MakeAsync(asked, output, cancel);
            return;
        }

        bool isSeedRandom = (recipe is null || arguments.IsGiven(SeedOption.Option)) && SeedOption.IsRandom(arguments);
        await SeriesRun.MakeAsync(series, isSeedRandom ? null : request.Seed, output, async (prompt, seed, number) =>
        {
            string file = VideoSeries.Numbered(output, number);
            var one = asked with { Prompt = series.Prompts[prompt], Seed = seed };
            if (await FindAsync(file, cancel) is { } made
                && await RecipeMatch.IsOfAsync(made, one, (request as SourceToVideo)?.Source, isSeedRandom, cancel))
                return made.Request.Seed;
            await MakeAsync(one, file, cancel);
            return null;
        });
    }

    private Task MakeAsync(VideoRequest asked, string output, CancellationToken cancel) => RemoteVideo.MakeAsync(
        server, arguments, output, (client, until) => client.CreateAsync(asked, cancel: until), cancel);

    private async Task<Recipe?> FindAsync(string file, CancellationToken cancel)
    {
        if (!RemoteFiles.PathsOf(file, FormatOptions.Read(arguments)).All(File.Exists))
            return null;
        using var generator = CommandGenerator.WithoutModels();
        try
        {
            return await generator.ReadRecipeAsync(file, cancel);
        }
        catch (MediaException)          // something else under that name
        {
            return null;
        }
    }
}
