using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Api.Gradio;

/// <summary>What a client of Gradio sends, call by call, in a session of its own.</summary>
internal sealed class GradioProgram : IDisposable
{
    /// <param name="server">That it uses.</param>
    /// <param name="session">The secret that it makes up; null: a new one.</param>
    /// <param name="address">That a proxy says it comes from; null: this machine.</param>
    /// <param name="key">That it sends; null: none.</param>
    public GradioProgram(RunningServer server, string? session = null, string? address = null, string? key = null)
    {
        Session = session ?? Guid.NewGuid().ToString();
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = server.Address,
            Timeout = TimeSpan.FromMinutes(5),
        };
        if (address is not null)
            Http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        if (key is not null)
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public HttpClient Http { get; }

    public string Session { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The values of a call that takes a second, in their order; those that follow are added.</summary>
    public static object?[] Small(object? seed = null) => [Sample.Prompt, null, null, 0.8, seed ?? 7, false, false];

    /// <returns>The id of the event.</returns>
    public async Task<string> JoinAsync(IEnumerable<object?> values, int function = 0)
    {
        var answer = await PostAsync("/queue/join", new { data = values, fn_index = function, session_hash = Session });
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json.GetProperty("event_id").GetString()!;
    }

    /// <summary>Joins again with an event that there is already.</summary>
    public Task<Answer> RejoinAsync(string id) =>
        PostAsync("/queue/join", new { data = Array.Empty<object>(), fn_index = 0, session_hash = Session, event_id = id });

    public async Task<bool> CancelAsync(string id, string? session = null)
    {
        var answer = await PostAsync("/cancel", new { session_hash = session ?? Session, fn_index = 0, event_id = id });
        return answer.Json.GetProperty("success").GetBoolean();
    }

    /// <summary>Sends a file. Returns the path that stands for it.</summary>
    public async Task<string> UploadAsync(byte[] file)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "files", "anything.bin" } };
        var answer = await SendAsync(HttpMethod.Post, "/gradio_api/upload", form);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json[0].GetString()!;
    }

    /// <param name="path">Behind /gradio_api.</param>
    /// <param name="body">A text as it is sent, or an object.</param>
    public Task<Answer> PostAsync(string path, object body) => SendAsync(
        HttpMethod.Post, $"/gradio_api{path}",
        body is string text ? new StringContent(text, Encoding.UTF8, "application/json") : JsonContent.Create(body));

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, content: null);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, RangeHeaderValue? range = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Range = range;
        using var answer = await Http.SendAsync(request, Cancel);
        return new Answer(
            answer.StatusCode, answer.Headers, answer.Content.Headers, await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    /// <summary>Listens until the stream ends, or until enough was heard, and then hangs up.</summary>
    public async Task<List<JsonElement>> ListenAsync(Func<JsonElement, bool>? enough = null) =>
        [.. (await HearAsync($"/gradio_api/queue/data?session_hash={Session}", enough)).Select(item => item.Data)];

    /// <summary>Listens to one event of a simple call.</summary>
    public Task<List<(string Type, JsonElement Data)>> HearAsync(string path, Func<JsonElement, bool>? enough = null) =>
        HearAsync(Http, path, enough);

    public void Dispose() => Http.Dispose();

    private static async Task<List<(string Type, JsonElement Data)>> HearAsync(
        HttpClient http, string path, Func<JsonElement, bool>? enough)
    {
        using var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode} of {path}");
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        var heard = new List<(string, JsonElement)>();
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync(Cancel)).EnumerateAsync(Cancel))
        {
            heard.Add((item.EventType, JsonDocument.Parse(item.Data).RootElement));
            if (enough?.Invoke(heard[^1].Item2) == true)
                break;
        }

        return heard;
    }

    /// <summary>What came back.</summary>
    internal sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders Content, byte[] Body)
    {
        public string Text => Encoding.UTF8.GetString(Body);

        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        /// <summary>The sentence of a failure, which has to be one.</summary>
        public string Failure(HttpStatusCode status)
        {
            Assert.True(Status == status, $"{Status}: {Text}");
            Assert.Equal("application/json", Content.ContentType!.MediaType);
            return Assert.Single(Json.EnumerateObject(), field => field.Name == "detail").Value.GetString()!;
        }
    }
}
