using CogSpace.Web.Visitors;
using Microsoft.AspNetCore.Mvc;

namespace CogSpace.Web.Api.Gradio;

/// <summary>
/// The calls that Gradio's clients make, so that they work with this server as with the demo that it stands for.
/// </summary>
internal static class GradioEndpoints
{
    private const string SessionHash = "session_hash";

    public static void AddGradio(this IServiceCollection services)
    {
        services.AddSingleton<IApiDialect, GradioDialect>();
        services.AddSingleton<GradioFiles>();
        services.AddSingleton<GradioUpload>();
        services.AddSingleton<GradioCalls>();
        services.AddSingleton<GenerateFunction>();
        services.AddSingleton<EnhanceFunction>();
        services.AddSingleton<GradioQueue>();
        services.AddSingleton<GradioStream>();
        services.AddSingleton<GradioRun>();
    }

    public static void MapGradio(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapDescription();
        var gradio = endpoints.MapGroup(GradioAddress.Root);
        gradio.MapPost("/upload", (HttpContext context, GradioUpload upload) => upload.ReceiveAsync(context));
        OpenFiles.Map(
            gradio, $"{GradioAddress.File}{{id}}/{{name}}",
            (string id, string name, HttpContext context, GradioFiles files) => files.SendAsync(id, name, context));
        gradio.MapPost("/queue/join", (HttpContext context, GradioQueue queue) => queue.JoinAsync(context));
        gradio.MapGet(
            "/queue/data",
            ([FromQuery(Name = SessionHash)] string? session, HttpContext context, GradioStream stream) =>
                stream.OfSessionAsync(context, session));
        gradio.MapPost(
            "/call/{name}", (string name, HttpContext context, GradioQueue queue) => queue.CallAsync(name, context));
        gradio.MapPost(
            "/call/v2/{name}", (string name, HttpContext context, GradioQueue queue) => queue.CallByNamesAsync(name, context));
        foreach (string path in (string[])["/call", "/call/v2"])
            gradio.MapGet(
                $"{path}/{{name}}/{{id}}",
                (
                    string name, string id, [FromQuery(Name = SessionHash)] string? session, HttpContext context,
                    GradioStream stream) => stream.OfEventAsync(context, name, id, session));
        foreach (string path in (string[])["/run", "/api"])
            gradio.MapPost(
                $"{path}/{{name}}", (string name, HttpContext context, GradioRun run) => run.MakeAsync(name, context));
        gradio.MapPost("/cancel", (HttpContext context, GradioQueue queue) => queue.CancelAsync(context));
        gradio.MapPost("/reset", () => GradioJson.Answer(new { Success = true }));       // there is nothing to reset
        gradio.MapGet("/heartbeat/{session}", BeatAsync);
    }

    // The Python client comes back at once, whatever it is answered, so a refusal has to take its time.
    private static async Task<IResult> BeatAsync(
        string session, HttpContext context, EventStreams streams, RefusalPause pause, TimeProvider time)
    {
        try
        {
            return await streams.OpenAsync(
                context, GradioSession.Of(context.Caller(), session).Caller.Visitor, end => SendBeatsAsync(context, time, end));
        }
        catch (ShareUsedException)
        {
            await pause.WaitAsync(context.RequestAborted);
            throw;
        }
    }

    private static async Task SendBeatsAsync(HttpContext context, TimeProvider time, CancellationToken end)
    {
        while (true)
        {
            await EventStreams.SendAsync(context, "data: ALIVE\n\n", end);
            await Task.Delay(EventStreams.Heartbeat, time, end);
        }
    }
}
