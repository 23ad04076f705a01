using System.Text.Json.Nodes;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Api.Gradio;

/// <summary>Takes calls and cancels them.</summary>
internal sealed class GradioQueue(
    GenerateFunction generate, EnhanceFunction enhance, GradioCalls calls, JobBoard board, ILogger<GradioQueue> log)
{
    /// <summary>Said of whatever is foreign, unknown or expired.</summary>
    public const string Missing = "There is no such event, or it has expired.";

    public static ApiException NotFound() => new(StatusCodes.Status404NotFound, ApiProblem.NotFound, Missing);

    /// <summary>Puts a call into the queue of a session, or finds one again that is there already.</summary>
    public async Task<IResult> JoinAsync(HttpContext context)
    {
        var body = await GradioBody.ReadAsync(context);
        var session = GradioSession.Of(context.Caller(), body.SessionHash);
        if (body.EventId is not { } id)
            return await StartAsync(
                context, GradioFunction.Find(body.FunctionId), session.Caller, session.Hash, body.Values);
        if (Of(session).FirstOrDefault(one => one.Id == id) is not { } known)
            throw NotFound();
        known.Tell(isTold: false);
        return Answer(id);
    }

    /// <summary>Takes a call that a program will ask for by the id of its event.</summary>
    public async Task<IResult> CallAsync(string name, HttpContext context)
    {
        var body = await GradioBody.ReadAsync(context);
        var function = GradioFunction.Find(name);
        var session = body.SessionHash is { } secret ? GradioSession.Of(context.Caller(), secret) : null;
        return await StartAsync(context, function, session?.Caller ?? context.Caller(), session?.Hash, body.Values);
    }

    /// <summary>Cancels an event of the caller. An unknown event and a foreign one look alike.</summary>
    public async Task<IResult> CancelAsync(HttpContext context)
    {
        var body = await GradioBody.ReadAsync(context);
        var found = body.EventId is { } id ? Find(id, context.Caller(), body.SessionHash) : null;
        found?.Cancel();
        return GradioJson.Answer(new { Success = found is not null });
    }

    /// <summary>Finds an event that the caller may reach.</summary>
    /// <param name="id">Of the event.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="secret">The session_hash; null: none.</param>
    public KnownEvent? Find(string id, ApiCaller caller, string? secret)
    {
        if (board.FindOfAnybody(id) is { Tag.Gradio: { } tag } job)
            return GradioSession.MayReach(job.Owner, tag.Session, caller, secret) ? new KnownJob(job, log) : null;
        return calls.Find(id) is { } call && GradioSession.MayReach(call.Owner, call.Session, caller, secret)
            ? new KnownCall(call)
            : null;
    }

    /// <summary>The events of a session, in the order in which they came.</summary>
    public IEnumerable<KnownEvent> Of(GradioSession session) =>
    [
        .. board.Of(session.Caller.Owner).Where(job => job.Tag?.Gradio?.Session == session.Hash).Reverse()
            .Select(job => new KnownJob(job, log)),
        .. calls.Of(session).Select(call => new KnownCall(call)),
    ];

    // What is wrong with the values of a call is told by its event: the Python client shows no sentence of an answer.
    private async Task<IResult> StartAsync(
        HttpContext context, GradioFunction function, ApiCaller caller, string? session, JsonArray values)
    {
        try
        {
            return Answer(function == GradioFunction.Generate
                ? (await generate.CallAsync(
                    caller, session, values, GradioAddress.ServerOf(context.Request), context.RequestAborted)).Id
                : enhance.Call(caller, session, values).Id);
        }
        catch (CogSpaceException e) when (ApiProblem.Of(e).Status < StatusCodes.Status429TooManyRequests)
        {
            return Answer(calls.Add(new GradioCall(function, session, caller.Owner), GradioOutcome.Failed(e.Message)).Id);
        }
    }

    private static IResult Answer(string eventId) => GradioJson.Answer(new { EventId = eventId });
}
