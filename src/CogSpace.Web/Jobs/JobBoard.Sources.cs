using CogSpace.Web.Uploads;

namespace CogSpace.Web.Jobs;

/// <content>The files that jobs are made from.</content>
public sealed partial class JobBoard
{
    // Null for a prompt alone.
    private FoundSource? FindSource(string owner, GenerationRequest request)
    {
        if (request is not SourceToVideo { Source: var id })
            return null;
        return FindSource(owner, id, request is ImageToVideo ? SourceKind.Image : SourceKind.Video)
            ?? throw new SourceGoneException();
    }

    private FoundSource? FindSource(string owner, string id, SourceKind kind)
    {
        var found =
            _uploads.Find(owner, id) is { } upload ? new FoundSource(_uploads.PathOf(upload), upload.Info, upload)
            : Find(owner, id) is { Source: { } info } job ? new FoundSource(_store.SourcePath(job.Id, job.Request)!, info, null)
            : null;
        return found is not null && found.Info.Kind == kind && File.Exists(found.Path) ? found : null;
    }

    // The video that a job goes on from; null where it does not.
    private string? FindEarlier(string owner, GenerationRequest request)
    {
        if (request is not ImageToVideo { Extends: { } id } image)
            return null;
        string? path = Find(owner, id) switch
        {
            { Request: ImageToVideo { Extends: not null } } when id == image.Image => _store.EarlierPath(id),
            { Status.State: JobState.Finished } when id != image.Image => _store.VideoPath(id),
            _ => null,
        };
        return path is not null && File.Exists(path) ? path : throw new SourceGoneException();
    }

    private sealed record FoundSource(string Path, SourceInfo Info, Upload? Upload);
}
