using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CogSpace.Web.Tests.Api;

/// <summary>A program that uses the server, without cookies. What it gets has to be what the document says.</summary>
internal sealed class ApiProgram : IDisposable
{
    private const string Root = "/api/v1";
    private const string Generate = "/generate";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private ApiContract? _contract;

    /// <param name="server">Where the server listens.</param>
    /// <param name="key">A key, or a token that it got before; null: none.</param>
    /// <param name="address">That a proxy says it comes from, so that it is not the person at the machine; null: it is.</param>
    public ApiProgram(Uri server, string? key = null, string? address = null)
    {
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = server,
            Timeout = Limit,
        };
        if (key is not null)
            Know(key);
        if (address is not null)
            Http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
    }

    public ApiProgram(RunningServer server, string? key = null, string? address = null)
        : this(server.Address, key, address) { }

    public HttpClient Http { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A program that has a token before it makes anything.</summary>
    public static async Task<ApiProgram> KnownAsync(RunningServer server)
    {
        var program = new ApiProgram(server);
        program.Know(await program.TokenAsync());
        return program;
    }

    /// <summary>A token of the server.</summary>
    public async Task<string> TokenAsync() => (await PostAsync("/tokens", "")).Json.GetProperty("token").GetString()!;

    /// <summary>Sends this key or token from now on.</summary>
    public void Know(string key) => Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

    public Task<Answer> GetAsync(string path, Action<HttpRequestHeaders>? change = null) =>
        SendAsync(HttpMethod.Get, path, content: null, change);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, content: null);

    /// <param name="path">Behind /api/v1.</param>
    /// <param name="json">A text as it is sent, or an object.</param>
    /// <param name="change">Adds headers.</param>
    public Task<Answer> PostAsync(string path, object json, Action<HttpRequestHeaders>? change = null) => SendAsync(
        HttpMethod.Post, path,
        json is string text ? new StringContent(text, Encoding.UTF8, "application/json") : JsonContent.Create(json), change);

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, HttpContent? content, Action<HttpRequestHeaders>? change = null)
    {
        using var request = new HttpRequestMessage(method, IsWhole(path) ? path : Root + path)
        {
            Content = content,
        };
        change?.Invoke(request.Headers);
        using var answer = await Http.SendAsync(request, Cancel);
        _contract ??= await ApiContract.OfAsync(Http);
        _contract.Check(
            method, request.RequestUri!.OriginalString, answer.StatusCode, answer.Content.Headers.ContentType?.MediaType);
        return new Answer(
            answer.StatusCode, answer.Headers, answer.Content.Headers, await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    /// <summary>Asks for a small video, and takes the token that comes with it.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> AcceptedAsync(object? request = null)
    {
        var answer = await PostAsync("/videos", request ?? ApiSample.Small());
        Assert.True(answer.Status == HttpStatusCode.Accepted, $"{answer.Status}: {answer.Text}");
        if (answer.Json.TryGetProperty("token", out var token))
            Know(token.GetString()!);
        return answer.Json.GetProperty("id").GetString()!;
    }

    /// <summary>Looks at a video until it is over, or something else is true.</summary>
    public async Task<JsonElement> UntilAsync(string id, Func<JsonElement, bool>? reached = null)
    {
        reached ??= video => video.GetProperty("status").GetString() is "finished" or "failed" or "cancelled";
        while (true)
        {
            var answer = await GetAsync($"/videos/{id}");
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            if (reached(answer.Json))
                return answer.Json;
            await Task.Delay(100, Cancel);
        }
    }

    public void Dispose() => Http.Dispose();

    private static bool IsWhole(string path) => path == Generate || path.StartsWith(Root, StringComparison.Ordinal);

    /// <summary>What came back.</summary>
    internal sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders Content, byte[] Body)
    {
        public string Text => Encoding.UTF8.GetString(Body);

        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        /// <summary>The sentence of a problem, which has to be one.</summary>
        public string Problem(HttpStatusCode status, string code, string? field = null)
        {
            Assert.True(Status == status, $"{Status}: {Text}");
            Assert.Equal("application/problem+json", Content.ContentType!.MediaType);
            Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
            Assert.Equal(code, Json.GetProperty("code").GetString());
            Assert.Equal(field, Json.TryGetProperty("field", out var named) ? named.GetString() : null);
            return Json.GetProperty("detail").GetString()!;
        }
    }
}
