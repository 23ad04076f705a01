using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace CogSpace.Web.Tests.Api.Kills;

/// <summary>A program that asks for one video, and asks again whenever the server is killed, until it has it.</summary>
/// <param name="name">By which its request is known to be the same one.</param>
internal abstract class StubbornProgram(string name)
{
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>By which its request is known to be the same one; its prompt, too.</summary>
    public string Name => name;

    /// <summary>What each server has called the video so far.</summary>
    public HashSet<string> Ids { get; } = [];

    /// <summary>Ends when the program has heard how its video stands.</summary>
    public Task Heard => _heard.Task;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Asks for the video and waits until it is made, or until the server is killed.</summary>
    /// <returns>Whether it is made.</returns>
    public async Task<bool> AskAsync(Uri server, string key)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            string id = await SubmitAsync(http);
            Ids.Add(id);
            await FollowAsync(http, id);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException { StatusCode: null } or IOException)
        {
            return false;
        }
    }

    /// <summary>Sends the request.</summary>
    /// <returns>What the video is called.</returns>
    protected abstract Task<string> SubmitAsync(HttpClient http);

    /// <summary>Polls or listens until the video is made, and says <see cref="Hear"/> each time.</summary>
    protected abstract Task FollowAsync(HttpClient http, string id);

    protected void Hear() => _heard.TrySetResult();

    /// <summary>Sends JSON, with the name as its Idempotency-Key.</summary>
    protected async Task<JsonElement> SendNamedAsync(HttpClient http, string path, object json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(json) };
        request.Headers.Add("Idempotency-Key", name);
        using var answer = await http.SendAsync(request, Cancel);
        return await ReadAsync(answer);
    }

    protected static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Asks again and again until the answer is that the video is made.</summary>
    protected async Task PollAsync(HttpClient http, string path, string field, string made)
    {
        while (true)
        {
            using var answer = await http.GetAsync(path, Cancel);
            string status = (await ReadAsync(answer)).GetProperty(field).GetString()!;
            Hear();
            if (status == made)
                return;
            Assert.DoesNotContain("fail", status, StringComparison.OrdinalIgnoreCase);
            await Task.Delay(50, Cancel);
        }
    }

    /// <summary>Listens to a stream until an event says that the video is made.</summary>
    protected async Task ListenAsync(HttpClient http, string path, Func<JsonElement, bool> isMade)
    {
        await foreach (var item in EventsAsync(http, path))
        {
            Hear();
            if (isMade(item))
                return;
        }

        throw new IOException("The stream ended before the video was made.");
    }

    protected static async IAsyncEnumerable<JsonElement> EventsAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} of {path}");
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync(Cancel)).EnumerateAsync(Cancel))
            yield return JsonDocument.Parse(item.Data).RootElement;
    }
}
