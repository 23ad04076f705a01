using CogSpace.Generation;
using CogSpace.Web.Jobs;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Sharing;

/// <summary>Makes more of a finished video. The result is a job or an upload like any other, with the same limits.</summary>
internal sealed class ResultReuse(
    JobBoard board, JobStore store, UploadReceiver uploads, Extensions extensions, Generator generator)
{
    /// <summary>Asks for the same video with another seed.</summary>
    /// <exception cref="CogSpaceException">It is not taken; the message says why.</exception>
    public Task<GenerationJob> VaryAsync(Visitor visitor, GenerationJob job, CancellationToken cancel = default)
    {
        var request = job.Request with { Seed = Seeds.Draw() };
        request = request switch
        {
            ImageToVideo { Extends: not null } image => image with { Image = job.Id, Extends = job.Id },
            SourceToVideo sourced => sourced with { Source = job.Id },
            _ => request,
        };
        return board.SubmitAsync(visitor, request, job.Model, cancel);
    }

    /// <summary>Asks for a video that begins with this one and goes on from its last frame.</summary>
    /// <param name="visitor">Whose it will be.</param>
    /// <param name="job">A finished one.</param>
    /// <param name="tag">What a program says of it.</param>
    /// <param name="how">What is to be other than in the first part; null: nothing.</param>
    /// <param name="cancel">Ends it, until the new job is saved.</param>
    /// <exception cref="CogSpaceException">It is not taken; the message says why.</exception>
    public async Task<GenerationJob> ExtendAsync(
        Visitor visitor, GenerationJob job, JobTag? tag = null, Continuation? how = null, CancellationToken cancel = default)
    {
        var (request, model) = extensions.Of(job, how);
        var frame = await generator.ReadLastFrameAsync(PathAsMade(job), cancel);
        byte[] picture = PngEncoder.Encode(frame);
        var upload = await uploads.ReceiveAsync(
            visitor, SourceKind.Image, new MemoryStream(picture), picture.Length, cancel);
        return await board.SubmitTaggedAsync(visitor, request with { Image = upload.Id }, model, tag, cancel);
    }

    /// <summary>Why a video cannot be extended here, a sentence; null where it can.</summary>
    public string? WhyNotExtended(GenerationJob job)
    {
        try
        {
            _ = extensions.Of(job);
            return null;
        }
        catch (CogSpaceException e)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// Takes the video as the model made it, to restyle it: its size and frame rate are those that a model works at.
    /// </summary>
    /// <exception cref="CogSpaceException">There is no room for it, or it is gone; the message says why.</exception>
    public Task<Upload> AsMadeAsync(Visitor visitor, GenerationJob job, CancellationToken cancel = default) =>
        uploads.AdoptAsync(visitor, SourceKind.Video, PathAsMade(job), cancel);

    /// <summary>Takes the finished video as if it had been uploaded, so that another can be made from it.</summary>
    /// <exception cref="CogSpaceException">There is no room for it, or it is gone; the message says why.</exception>
    public Task<Upload> AsUploadAsync(Visitor visitor, GenerationJob job, CancellationToken cancel = default) =>
        uploads.AdoptAsync(visitor, SourceKind.Video, store.VideoPath(job.Id), cancel);

    // Without super-resolution and interpolation. Of an extended video there is no such file.
    private string PathAsMade(GenerationJob job)
    {
        string made =
            job.Request is VideoPostProcessing ? store.SourcePath(job.Id, job.Request)! : store.BeforePath(job.Id);
        return File.Exists(made) ? made : store.VideoPath(job.Id);
    }
}
