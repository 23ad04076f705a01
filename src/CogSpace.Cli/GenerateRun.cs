using System.CommandLine;
using System.Globalization;
using CogSpace.Cli.Provenance;
using CogSpace.Generation;
using CogSpace.Generation.Provenance;
using CogSpace.Generation.Rewriting;

namespace CogSpace.Cli;

/// <summary>The videos of one cogspace generate: one, or a series with one model that stays loaded.</summary>
/// <param name="generator">Makes them.</param>
/// <param name="model">With this model.</param>
/// <param name="arguments">The command line.</param>
/// <param name="sourceOfRecipe">SHA-256 of what the video of --recipe was made from; null: nothing, or no recipe.</param>
/// <param name="key">Signs them; null: nothing is signed.</param>
internal sealed class GenerateRun(
    Generator generator, ModelInfo model, ParseResult arguments, string? sourceOfRecipe, SigningKey? key)
{
    /// <exception cref="CogSpaceException">The model cannot make what is asked for.</exception>
    public Task<GenerationPlan> PlanAsync(GenerationRequest request, CancellationToken cancel) =>
        generator.PlanAsync(request, model, cancel);

    /// <summary>Makes one video and says so.</summary>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    public async Task MakeAsync(GenerationPlan plan, GenerationOutput output, CancellationToken cancel)
    {
        Console.Error.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"seed {plan.Request.Seed}, model {model.Name}"));
        ResultLines.WriteNotes(plan.Notes);
        if (CanTranslate && generator.Models.NoteOnUnknownWords(model, plan.Request.Prompt) is not null)
            ResultLines.WriteNotes(["cogspace rewrite makes an English prompt of it."]);
        var peak = PeakMemory.Start();
        Recipe? made = null;
        await FormatOptions.FollowAsync(
            arguments,
            generator,
            output.Video,
            async () =>
            {
                var result = await StageBars.FollowAsync(progress =>
                    generator.GenerateAsync(plan, model, output, progress, cancel: cancel)
                );
                made = result.Recipe;
                ResultLines.Write(result, peak, said: plan.Notes);
                if (sourceOfRecipe is { } source && source != result.Recipe.SourceSha256)
                    Console.Error.WriteLine(
                        "Note: this was made from another file than the video of the recipe, so it is another video.");
            },
            cancel
        );
        await SignAsync(made!, output.Video, onlyMissing: false, cancel);
    }

    /// <summary>Makes what is not there yet of a series. All prompts are looked at before the first video is made.</summary>
    /// <param name="series">Prompts and seeds.</param>
    /// <param name="request">What the videos have in common.</param>
    /// <param name="isSeedRandom">Each has a random seed; else the seeds follow that of the request.</param>
    /// <param name="output">The names, without their numbers.</param>
    /// <param name="cancel">Ends it; finished videos stay.</param>
    /// <exception cref="CogSpaceException">A video could not be made; the message says what is there.</exception>
    public async Task MakeAsync(
        VideoSeries series, GenerationRequest request, bool isSeedRandom, GenerationOutput output, CancellationToken cancel)
    {
        _ = series.Videos(isSeedRandom ? null : request.Seed);       // refuses seeds beyond the largest
        var plans = new List<GenerationPlan>();
        foreach (string prompt in series.Prompts)
            plans.Add(await PlanAsync(request with { Prompt = prompt }, cancel));

        await SeriesRun.MakeAsync(series, isSeedRandom ? null : request.Seed, output.Video, async (prompt, seed, number) =>
        {
            var plan = plans[prompt] with { Request = plans[prompt].Request with { Seed = seed } };
            var files = new GenerationOutput(
                VideoSeries.Numbered(output.Video, number),
                output.Latents is { } latents ? VideoSeries.Numbered(latents, number) : null);
            if (await FindAsync(plan, files, isSeedRandom, cancel) is { } recipe)
                return recipe.Request.Seed;
            await MakeAsync(plan, files, cancel);
            return null;
        });
    }

    private static bool CanTranslate
    {
        get
        {
            try
            {
                return RewriterEnvironment.Read(Environment.GetEnvironmentVariable).IsSet;
            }
            catch (InvalidRequestException)      // of no concern here
            {
                return false;
            }
        }
    }

    private async Task<Recipe?> FindAsync(
        GenerationPlan plan, GenerationOutput files, bool isSeedRandom, CancellationToken cancel)
    {
        if (files.Latents is { } latents && !File.Exists(latents))
            return null;
        var recipe = await generator.FindMadeAsync(plan, model, files.Video, isSeedRandom, cancel);
        if (recipe is null)
            return null;
        if (!FormatOptions.AreThere(arguments, generator, files.Video))
            await FormatOptions.FollowAsync(arguments, generator, files.Video, () => Task.CompletedTask, cancel);
        await SignAsync(recipe, files.Video, onlyMissing: true, cancel);
        return recipe;
    }

    private async Task SignAsync(Recipe recipe, string video, bool onlyMissing, CancellationToken cancel)
    {
        if (key is null)
            return;
        var files = FormatOptions.PathsOf(arguments, generator, video).Prepend(video);
        if (onlyMissing)
            files = files.Where(file => !File.Exists(ManifestFile.PathOf(file)));
        await ManifestOption.SignAsync(key, recipe, files, cancel);
    }
}
