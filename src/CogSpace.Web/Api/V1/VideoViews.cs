using System.Text.Json.Nodes;
using CogSpace.Generation;
using CogSpace.Web.Jobs;
using CogSpace.Web.Languages;
using CogSpace.Web.Sharing;

namespace CogSpace.Web.Api.V1;

/// <summary>Says how jobs stand, in the language of a request.</summary>
internal sealed class VideoViews(JobBoard board, JobStore store, Expiry expiry)
{
    /// <param name="context">The request that is answered.</param>
    /// <param name="job">A job of its caller.</param>
    /// <param name="token">That the caller gets; null: none.</param>
    public Video Of(HttpContext context, GenerationJob job, string? token = null) =>
        Of(job, context.Request.PathBase.ToUriComponent(), context.Sentences().Say, token);

    /// <param name="job">Any job.</param>
    /// <param name="root">Before every address.</param>
    /// <param name="say">Says a sentence in the language of the reader.</param>
    /// <param name="token">That the reader gets; null: none.</param>
    public Video Of(GenerationJob job, string root, Func<string, string> say, string? token = null)
    {
        var status = job.Status;
        return new Video
        {
            Id = job.Id,
            Status = status.State,
            Model = job.Model,
            Seed = job.Model is null ? null : VideoRequests.SeedText(job.Request.Seed),
            CreatedAt = job.Created,
            StartedAt = status.Started,
            EndedAt = status.Ended,
            ExpiresAt = expiry.Of(job),
            QueuePosition = board.PositionOf(job),
            SecondsUntilStart = Rounded(board.SecondsUntilStart(job)),
            Stage = status.Progress?.Stage,
            Step = status.Progress?.Step,
            Steps = status.Progress?.Of,
            Percent = status.State == JobState.Finished ? 100 : status.Percent,
            SecondsLeft = Rounded(job.SecondsLeft),
            Delay = status.Delay is { } delay ? say(delay) : null,
            Error = status.Error is { } error ? say(error) : null,
            Notes = status.Notes.Count > 0 ? [.. status.Notes.Select(say)] : null,
            Request = VideoRequests.Back(job.Request, job.Model),
            Recipe = status.Recipe is { } recipe ? JsonNode.Parse(RecipeJson.Write(recipe)) : null,
            Links = LinksOf(job, AddressOf(root, job)),
            Token = token,
        };
    }

    /// <summary>Where a video is had.</summary>
    public static string AddressOf(HttpContext context, GenerationJob job) =>
        AddressOf(context.Request.PathBase.ToUriComponent(), job);

    private static string AddressOf(string root, GenerationJob job) => $"{root}{ApiAddress.V1}/videos/{job.Id}";

    private VideoLinks LinksOf(GenerationJob job, string self)
    {
        bool isFinished = job.Status.State == JobState.Finished;
        return new VideoLinks
        {
            Self = self,
            Events = $"{self}/events",
            Content = isFinished ? $"{self}/content" : null,
            Formats = isFinished
                ? VideoContent.FormatsOf(store, job).ToDictionary(format => format, format => $"{self}/content?format={format}")
                : null,
        };
    }

    private static double? Rounded(double? seconds) => seconds is { } time ? Math.Round(time, 1) : null;
}
