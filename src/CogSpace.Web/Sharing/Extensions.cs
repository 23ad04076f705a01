using System.Globalization;
using CogSpace.Generation;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;

namespace CogSpace.Web.Sharing;

/// <summary>Finds a model that goes on from the last frame of a video, with frames that fit behind the others.</summary>
internal sealed class Extensions(ModelMenu models, ModelCatalog catalog)
{
    /// <param name="job">A finished one.</param>
    /// <param name="how">What is to be other than in it; null: nothing.</param>
    /// <returns>What to ask for, without the picture; and the model, by name.</returns>
    /// <exception cref="CogSpaceException">No model here does it; the message says why.</exception>
    public (ImageToVideo Request, string Model) Of(GenerationJob job, Continuation? how = null)
    {
        if (job.Model is null)
            throw new CogSpaceException("Only videos that were made here can be extended, and this one was sent.");
        if (job.Status.Recipe is not { Made: var made })
            throw new CogSpaceException("This video cannot be extended: an earlier version of the server made it.");
        var able = models.OfferedFor(ModelTask.ImageToVideo);
        if (able.Count == 0)
            throw new CogSpaceException(
                "Videos cannot be extended on this server: that takes a model that starts from a picture, and none is " +
                "installed.");
        foreach (var model in able.OrderByDescending(model => model.Name == job.Model))
        {
            foreach (int? frames in how?.Frames is { } wanted ? [wanted] : new[] { job.Request.Frames, null })
            {
                if (Fits(model, made, frames))
                    return (RequestOf(job, how?.Prompt, model, made, frames), model.Name);
            }
        }

        throw new CogSpaceException(string.Create(
            CultureInfo.InvariantCulture,
            $"This video cannot be extended: no model here starts from a picture of {made.Width} × {made.Height} pixels and " +
            $"makes {made.FramesPerSecond:0.##} frames per second of it."));
    }

    private bool Fits(ModelInfo model, VideoInfo made, int? frames)
    {
        try
        {
            return catalog.PlanFrames(model, source: null, made.Width, made.Height, frames).Made.HasRateOf(made);
        }
        catch (InvalidRequestException)
        {
            return false;
        }
    }

    // A LoRA fits the model that it was made for.
    private static ImageToVideo RequestOf(
        GenerationJob job, string? prompt, ModelInfo model, VideoInfo made, int? frames) => new()
        {
            Prompt = prompt ?? job.Request.Prompt,
            NegativePrompt = job.Request.NegativePrompt,
            Seed = Seeds.Draw(),
            Image = "",
            Extends = job.Id,
            Steps = job.Request.Steps,
            Guidance = job.Request.Guidance,
            StepCache = job.Request.StepCache,
            PostProcessing = job.Request.PostProcessing,
            Scheduler = model.Name == job.Model ? job.Request.Scheduler : model.Preset.Scheduler,
            Loras = model.Name == job.Model ? job.Request.Loras : null,
            Frames = frames,
            Width = made.Width,
            Height = made.Height,
        };
}

/// <summary>What is to be other in the part that is added to a video.</summary>
/// <param name="Prompt">What it shows; null: the same.</param>
/// <param name="Frames">How many the model makes of it; null: as many as before, or its own number.</param>
internal sealed record Continuation(string? Prompt, int? Frames);
