using System.Collections.Concurrent;
using CogSpace.Web.Components.Studio;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Sharing;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Api;

/// <summary>Puts what programs ask for into the queue, each request once however often it is sent.</summary>
internal sealed class VideoSubmission(
    JobBoard board, SpentKeys spent, ModelMenu models, ResultReuse reuse, Extensions extensions,
    IOptions<StudioOptions> studio, IOptions<ApiOptions> options, TimeProvider time)
{
    private const string ModelField = "model";

    private readonly ConcurrentDictionary<(string Owner, string Key), Task> _arriving = [];

    /// <summary>The model that a caller names, or the one that is chosen at first for a task.</summary>
    /// <exception cref="ApiException">It is not on offer, not for this key, or does another task.</exception>
    /// <exception cref="CogSpaceException">There is none, or it is damaged.</exception>
    public ModelInfo ModelFor(ApiCaller caller, ModelTask task, string? name)
    {
        var offered = models.OfferedFor(task);
        if (name is null && caller.Key is { Models.Count: > 0 })
            return offered.FirstOrDefault(model => caller.MayUse(model.Name)) ?? throw NotForThisKey();
        if (name is null)
            return models.DefaultFor(task);
        var model = Find(name);
        RequireFor(caller, model.Name);
        return model.Task == task ? model : throw ApiException.Invalid(ModelField, task == ModelTask.ImageToVideo
            ? "This model does not start from a picture. Choose another one, or leave the picture out."
            : "This model starts from a picture only. Choose another one, or send a picture.");
    }

    private static void RequireFor(ApiCaller caller, string model)
    {
        if (!caller.MayUse(model))
            throw NotForThisKey();
    }

    /// <summary>As <see cref="ModelFor"/>, by a name that the host may have given a model for programs of others.</summary>
    /// <inheritdoc cref="ModelFor"/>
    public ModelInfo NamedModelFor(ApiCaller caller, ModelTask task, string? name)
    {
        if (name is null || options.Value.ModelCalled(name) is not { } meant)
            return ModelFor(caller, task, name);
        return ModelFor(caller, task, Find(meant).Task == task ? meant : null);      // one name is for all tasks
    }

    /// <summary>The model that goes on from a video's last frame.</summary>
    /// <exception cref="ApiException">None does, or none that the caller's key is for.</exception>
    public string ModelExtending(ApiCaller caller, GenerationJob job)
    {
        string model;
        try
        {
            model = extensions.Of(job).Model;
        }
        catch (CogSpaceException e)
        {
            throw new ApiException(StatusCodes.Status409Conflict, "not_extendable", e.Message);
        }

        RequireFor(caller, model);
        return model;
    }

    /// <summary>How many steps a model makes where nothing else is said.</summary>
    public int StepsOf(ModelInfo model) => studio.Value.Steps ?? model.Preset.Steps;

    /// <summary>Takes a finished video that another is to be made from as if it had been uploaded.</summary>
    /// <param name="caller">Whose it is.</param>
    /// <param name="request">Names an upload or a finished video.</param>
    /// <param name="cancel">Leaves nothing.</param>
    /// <returns>The request as the queue takes it.</returns>
    /// <exception cref="CogSpaceException">There is no room for it.</exception>
    public async Task<GenerationRequest> WithSourceAsync(
        ApiCaller caller, GenerationRequest request, CancellationToken cancel) =>
        request is SourceToVideo { Source: var id } sourced and not ImageToVideo
        && board.Find(caller.Owner, id) is { Status.State: JobState.Finished } job
            ? sourced with { Source = (await reuse.AsUploadAsync(caller.Visitor, job, cancel)).Id }
            : request;

    /// <summary>Puts a video into the queue, unless this very request has done so already.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="repeat">What makes a request the same one; null: each is a new one.</param>
    /// <param name="submit">Asks for the job, which has to be kept with what it is given.</param>
    /// <returns>The job, and whether it was there before.</returns>
    /// <exception cref="ApiException">The key came with another request before, or its video has gone.</exception>
    /// <exception cref="CogSpaceException">It is not taken; the message says why.</exception>
    public async Task<(GenerationJob Job, bool IsRepeated)> SubmitOnceAsync(
        ApiCaller caller, RepeatKey? repeat, Func<JobTag?, Task<GenerationJob>> submit)
    {
        if (repeat is null)
            return (await submit(null), false);
        if (caller.Token is not null)
            throw ApiException.Invalid(
                RepeatKey.Header,
                "An Idempotency-Key needs to know who asks: send a key, or a token that you got before.");
        var place = (caller.Owner, repeat.Key);
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (_arriving.GetOrAdd(place, mine.Task) is var other && other != mine.Task)
            await other;
        try
        {
            if (Find(caller, repeat) is { } earlier)
                return (earlier, true);
            return (await submit(new JobTag { Repeat = repeat }), false);
        }
        finally
        {
            _arriving.TryRemove(place, out _);
            mine.SetResult();
        }
    }

    private GenerationJob? Find(ApiCaller caller, RepeatKey repeat)
    {
        var since = time.GetUtcNow() - RepeatKey.Lifetime;
        var earlier = board.Of(caller.Owner)
            .FirstOrDefault(job => job.Tag?.Repeat?.Key == repeat.Key && job.Created > since);
        var known = earlier?.Tag!.Repeat ?? spent.Find(caller.Owner, repeat.Key);
        if (known is not null && known != repeat)
            throw new ApiException(
                StatusCodes.Status422UnprocessableEntity, "repeat_differs",
                "This Idempotency-Key came with another request before. Take a new one for each new request.");
        return earlier is not null || known is null
            ? earlier
            : throw new ApiException(
                StatusCodes.Status410Gone, "deleted",
                "This request was carried out before, and its video has been deleted or has expired. To make it once more, " +
                "send a new Idempotency-Key or request_id.");
    }

    private ModelInfo Find(string name)
    {
        try
        {
            return models.Find(name);
        }
        catch (CogSpaceException e)
        {
            throw ApiException.Invalid(ModelField, e.Message);
        }
    }

    private static ApiException NotForThisKey() => new(
        StatusCodes.Status403Forbidden, "model", "This key is not for this model. GET /api/v1/models lists those that it is for.")
    {
        Field = ModelField,
    };
}
