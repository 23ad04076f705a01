using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CogSpace.Web.Tests.Api.Gradio;

namespace CogSpace.Web.Tests.Api.Kills;

/// <summary>Asks /api/v1 and polls.</summary>
internal class V1Program(string name) : StubbornProgram(name)
{
    protected override async Task<string> SubmitAsync(HttpClient http) =>
        (await SendNamedAsync(http, "/api/v1/videos", ApiSample.Small(Name))).GetProperty("id").GetString()!;

    protected override Task FollowAsync(HttpClient http, string id) =>
        PollAsync(http, $"/api/v1/videos/{id}", "status", "finished");
}

/// <summary>Asks /api/v1 and listens.</summary>
internal sealed class V1Listener(string name) : V1Program(name)
{
    protected override Task FollowAsync(HttpClient http, string id) => ListenAsync(
        http, $"/api/v1/videos/{id}/events", video => video.GetProperty("status").GetString() == "finished");
}

/// <summary>Asks /generate, which answers with the video.</summary>
internal sealed class DirectProgram(string name) : StubbornProgram(name)
{
    protected override async Task<string> SubmitAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/generate")
        {
            Content = JsonContent.Create(new { prompt = Name, num_frames = 9, num_inference_steps = 2 }),
        };
        request.Headers.Add("Idempotency-Key", Name);
        Hear();       // nothing more, until the video comes
        using var answer = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(Cancel));
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }

    protected override Task FollowAsync(HttpClient http, string id) => Task.CompletedTask;
}

/// <summary>Asks OpenAI's interface and polls.</summary>
internal sealed class OpenAiProgram(string name) : StubbornProgram(name)
{
    protected override async Task<string> SubmitAsync(HttpClient http) =>
        (await SendNamedAsync(http, "/v1/videos", new { prompt = Name, seconds = "1" })).GetProperty("id").GetString()!;

    protected override Task FollowAsync(HttpClient http, string id) =>
        PollAsync(http, $"/v1/videos/{id}", "status", "completed");
}

/// <summary>Asks Zhipu's interface, whose request_id has to be another one for each request, and polls.</summary>
internal sealed class ZhipuProgram(string name) : StubbornProgram(name)
{
    protected override async Task<string> SubmitAsync(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync(
            "/api/paas/v4/videos/generations", new { prompt = Name, duration = 1, request_id = Name }, Cancel);
        return (await ReadAsync(answer)).GetProperty("id").GetString()!;
    }

    protected override Task FollowAsync(HttpClient http, string id) =>
        PollAsync(http, $"/api/paas/v4/async-result/{id}", "task_status", "SUCCESS");
}

/// <summary>Asks Gradio's interface, where a session hears again of what it asked for, and listens.</summary>
internal sealed class GradioListener(string name) : StubbornProgram(name)
{
    private string Stream => $"/gradio_api/queue/data?session_hash={Name}";

    protected override async Task<string> SubmitAsync(HttpClient http)
    {
        string? known = Ids.FirstOrDefault() ?? await LookAsync(http);
        using var answer = await http.PostAsJsonAsync(
            "/gradio_api/queue/join",
            new
            {
                data = known is null ? (object?[])[Name] : [],
                fn_index = 0,
                session_hash = Name,
                event_id = known,
            },
            Cancel);
        return (await ReadAsync(answer)).GetProperty("event_id").GetString()!;
    }

    protected override Task FollowAsync(HttpClient http, string id) => ListenAsync(
        http, Stream,
        message => message.Kind() == "process_completed" && message.GetProperty("success").GetBoolean());

    // The event of a call whose answer was lost; null: there is none.
    private async Task<string?> LookAsync(HttpClient http)
    {
        await foreach (var message in EventsAsync(http, Stream))
            return message.Event();
        return null;
    }
}
