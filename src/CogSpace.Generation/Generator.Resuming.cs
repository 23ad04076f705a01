using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <content>Going on with what an earlier run has made.</content>
public sealed partial class Generator
{
    /// <summary>Looks whether a video is there already: from the same prompt, source and settings, by the same model.</summary>
    /// <param name="plan">What would be made.</param>
    /// <param name="model">Which model would make it.</param>
    /// <param name="video">The file.</param>
    /// <param name="isSeedRandom">Any seed will do, because the request asks for a random one.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The recipe in the file; null where there is no such file, or one that was made in another way.</returns>
    /// <exception cref="CogSpaceException">A file that the request names cannot be read.</exception>
    public async Task<Recipe?> FindMadeAsync(
        GenerationPlan plan, ModelInfo model, string video, bool isSeedRandom = false, CancellationToken cancel = default)
    {
        if (!File.Exists(video) || await RecipeOfAsync(video, cancel) is not { } made || !_host.ComputesLike(made.Computed))
            return null;
        var request = isSeedRandom ? plan.Request with { Seed = made.Request.Seed } : plan.Request;
        var same = Recipe.Of(
            plan with { Request = request }, made.Computed, model.Name,
            await SourceReader.HashAsync(request, cancel),
            await LoraUse.OfAsync(request, cancel),
            await FilterChain.Of(request, PostProcessor).UseAsync(plan.Made, cancel));
        return RecipeJson.Write(same with { Program = made.Program }) == RecipeJson.Write(made) ? made : null;
    }

    private async Task<Recipe?> RecipeOfAsync(string video, CancellationToken cancel)
    {
        try
        {
            return RecipeTags.Read(await _videos.ReadTagsAsync(video, cancel));
        }
        catch (MediaException)          // something else under that name
        {
            return null;
        }
    }
}
