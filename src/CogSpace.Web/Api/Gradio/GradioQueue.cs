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
        {
            var (function, values) = (GradioFunction.Find(body.FunctionId), body.Values);
            return Answer((await StartAsync(context, function, session.Caller, session.Hash, () => values)).Id);
        }

        if (Of(session).FirstOrDefault(one => one.Id == id) is not { } known)
            throw NotFound();
        known.Tell(isTold: false);
        return Answer(id);
    }

    /// <summary>Takes a call that a program will ask for by the id of its event.</summary>
    public async Task<IResult> CallAsync(string name, HttpContext context) =>
        Answer((await StartAsync(name, context, await GradioBody.ReadAsync(context))).Id);

    /// <summary>As <see cref="CallAsync"/>, with the values by the names of the parameters.</summary>
    public async Task<IResult> CallByNamesAsync(string name, HttpContext context)
    {
        var function = GradioFunction.Find(name);
        var (session, named) = await GradioBody.ReadNamedAsync(context);
        return Answer((await StartAsync(context, function, session, () => function.Order(named))).Id);
    }

    /// <summary>Takes a call.</summary>
    /// <exception cref="ApiException">There is no such function.</exception>
    public Task<KnownEvent> StartAsync(string name, HttpContext context, GradioBody body)
    {
        var (function, values) = (GradioFunction.Find(name), body.Values);
        return StartAsync(context, function, body.SessionHash, () => values);
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

    private Task<KnownEvent> StartAsync(
        HttpContext context, GradioFunction function, string? secret, Func<JsonArray> values)
    {
        var session = secret is null ? null : GradioSession.Of(context.Caller(), secret);
        return StartAsync(context, function, session?.Caller ?? context.Caller(), session?.Hash, values);
    }

    // What is wrong with the values of a call is told by its event: the Python client shows no sentence of an answer.
    private async Task<KnownEvent> StartAsync(
        HttpContext context, GradioFunction function, ApiCaller caller, string? session, Func<JsonArray> values)
    {
        try
        {
            return function == GradioFunction.Generate
                ? new KnownJob(
                    await generate.CallAsync(
                        caller, session, values(), GradioAddress.ServerOf(context.Request), context.RequestAborted),
                    log)
                : new KnownCall(enhance.Call(caller, session, values()));
        }
        catch (CogSpaceException e) when (ApiProblem.Of(e).Status < StatusCodes.Status429TooManyRequests)
        {
            return new KnownCall(
                calls.Add(new GradioCall(function, session, caller.Owner), GradioOutcome.Failed(e.Message)));
        }
    }

    private static IResult Answer(string eventId) => GradioJson.Answer(new { EventId = eventId });
}
