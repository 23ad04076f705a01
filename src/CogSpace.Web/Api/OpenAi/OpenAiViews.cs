using System.Globalization;
using CogSpace.Generation;
using CogSpace.Web.Jobs;
using CogSpace.Web.Languages;
using CogSpace.Web.Models;
using CogSpace.Web.Sharing;

namespace CogSpace.Web.Api.OpenAi;

/// <summary>Shows jobs as OpenAI's interface does.</summary>
internal sealed class OpenAiViews(ModelMenu models, ModelCatalog catalog, PostProcessingMenu menu, Expiry expiry)
{
    private const string Finished = "completed";
    private const string Failed = "failed";

    /// <param name="context">The request that is answered.</param>
    /// <param name="job">A job of its caller.</param>
    public OpenAiVideo Of(HttpContext context, GenerationJob job)
    {
        var status = job.Status;
        var made = MadeBy(job);
        return new OpenAiVideo
        {
            Id = job.Id,
            Status = status.State switch
            {
                JobState.Queued => "queued",
                JobState.Running => "in_progress",
                JobState.Finished => Finished,
                _ => Failed,
            },
            Progress = status.State == JobState.Finished ? 100 : status.Percent,
            Model = job.Model ?? "none",
            Prompt = job.Request.Prompt,
            Seconds = Math.Round(ShapeNames.Length(made.Frames, made.FramesPerSecond)).ToString(CultureInfo.InvariantCulture),
            Size = ShapeNames.SizeOf(made.Width, made.Height),
            CreatedAt = job.Created.ToUnixTimeSeconds(),
            CompletedAt = status.State == JobState.Finished ? status.Ended?.ToUnixTimeSeconds() : null,
            ExpiresAt = expiry.Of(job)?.ToUnixTimeSeconds(),
            RemixedFrom = job.Tag?.MadeFrom,
            Error = ApiProblem.WhyNotMade(status) is { } why
                ? new OpenAiError(
                    status.State == JobState.Failed ? "generation_failed" : "cancelled", context.Sentences().Say(why))
                : null,
        };
    }

    // Before it is finished: what the model will make, as far as that can be told.
    private VideoInfo MadeBy(GenerationJob job)
    {
        if ((job.Status.Recipe?.Result ?? job.Planned?.Plan?.Made) is { } made)
            return made;
        var request = job.Request;
        try
        {
            var source = request is VideoToVideo or VideoPostProcessing ? job.Source?.Video : null;
            if (job.Model is not { } model)
                return menu.Describe(request.PostProcessing!, source!);
            return catalog.PlanFrames(models.Find(model), source, request.Width, request.Height, request.Frames).Made;
        }
        catch (CogSpaceException) // the model or the network has gone since
        {
            return new VideoInfo(request.Width ?? 0, request.Height ?? 0, request.Frames ?? 1, 1);
        }
    }
}
