using CogSpace.Client;
using CogSpace.Generation;

namespace CogSpace.Cli.Remote;

/// <summary>Whether a video that is there is the one that a server would be asked for.</summary>
internal static class RecipeMatch
{
    /// <param name="recipe">Of the video.</param>
    /// <param name="asked">What would be asked for; what it leaves to the server may be anything.</param>
    /// <param name="source">The picture or video that would be sent along; null: none.</param>
    /// <param name="isSeedRandom">Any seed will do.</param>
    /// <param name="cancel">Ends the reading of the source.</param>
    public static async Task<bool> IsOfAsync(
        Recipe recipe, VideoRequest asked, string? source, bool isSeedRandom, CancellationToken cancel)
    {
        var made = recipe.Request;
        return made.Prompt == asked.Prompt
            && made.NegativePrompt == (asked.NegativePrompt ?? "")
            && (isSeedRandom || made.Seed == asked.Seed)
            && Is(recipe.Model, asked.Model)
            && Is(made.Steps, asked.Steps)
            && Is(made.Guidance, asked.Guidance)
            && Is(recipe.Made.Width, asked.Width)
            && Is(recipe.Made.Height, asked.Height)
            && Is(recipe.Made.Frames, asked.Frames)
            && Is(made.Scheduler?.ToString().ToLowerInvariant(), asked.Scheduler)
            && made.StepCache == (asked.StepCache ?? 0)
            && (made as VideoToVideo)?.Strength == asked.Strength
            && (made.Loras ?? []).Select(lora => new VideoLora(lora.Path, lora.Scale)).SequenceEqual(asked.Loras ?? [])
            && IsOf(made.PostProcessing, asked)
            && ((made as SourceToVideo)?.Crop is { } crop ? new VideoCrop(crop.X, crop.Y, crop.Zoom) : null) == asked.Crop
            && recipe.SourceSha256 == (source is null ? null : await FileHash.OfAsync(source, cancel));
    }

    private static bool IsOf(PostProcessing? made, VideoRequest asked) =>
        (made?.Upscale ?? false) == (asked.Upscale ?? false)
        && (made?.Interpolate ?? 1) == (asked.Interpolate ?? 1)
        && Is(made?.Upscaler, asked.Upscaler)
        && Is(made?.Interpolator, asked.Interpolator);

    private static bool Is<T>(T made, T? asked) => asked is null || Equals(made, asked);
}
