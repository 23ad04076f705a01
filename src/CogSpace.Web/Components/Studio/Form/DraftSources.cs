using CogSpace.Web.Jobs;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>Finds what the form may hold: this visitor's uploads, and what this visitor's videos were made from.</summary>
internal sealed class DraftSources(UploadStore uploads, JobBoard board, OwnerContext owner)
{
    /// <param name="id">Of an upload or of a job, as a browser told it.</param>
    /// <returns>null for what is foreign, unknown or expired.</returns>
    public DraftSource? Find(string id) =>
        uploads.Find(owner.Owner, id) is { } upload ? Of(upload)
        : board.Find(owner.Owner, id) is { } job ? Of(job)
        : null;

    /// <summary>What a job was made from; null for a prompt alone.</summary>
    public static DraftSource? Of(GenerationJob job) =>
        job.Source is { } info ? new DraftSource(job.Id, $"videos/{job.Id}/input", info, job.IsSourceShownAsImage) : null;

    public static DraftSource Of(Upload upload) =>
        new(upload.Id, $"{UploadEndpoints.Address}/{upload.Id}", upload.Info, IsImage(upload.File)) { Recipe = upload.Recipe };

    private static bool IsImage(string file) => SourceFormat.OfFile(file) is { IsShownAsImage: true };
}
