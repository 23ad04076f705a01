using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace CogSpace.Web.Tests.Api;

public sealed class VideoEventsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_TellEveryChange_AndEndWithTheVideo()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);
        string id = await program.AcceptedAsync();

        var events = await ReadAsync(program, id);

        Assert.Equal("finished", events[^1].Id);
        Assert.Equal("finished", Status(events[^1]));
        Assert.Equal(events.Count, events.Select(one => one.Id).Distinct().Count());
        int[] percents = [.. events.Select(one => JsonDocument.Parse(one.Data).RootElement.GetProperty("percent").GetInt32())];
        Assert.Equal(percents.Order(), percents);
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(program, id, last: "finished"));
    }

    [Fact]
    public async Task WhoComesBack_HearsOnlyWhatIsNew()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);
        string running = await program.AcceptedAsync(ApiSample.Long());
        await program.UntilAsync(running, video => video.GetProperty("status").GetString() == "running");
        string id = await program.AcceptedAsync();
        Assert.Equal("queued-1", Assert.Single(await ReadAsync(program, id, most: 1)).Id);

        var rest = ReadAsync(program, id, last: "queued-1");
        await program.DeleteAsync($"/videos/{id}");

        Assert.Equal("cancelled", Status(Assert.Single(await rest)));
        await program.DeleteAsync($"/videos/{running}");
    }

    [Fact]
    public async Task StreamsThatNobodyReads_AreCountedAndRefused()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server, address: "203.0.113.9");
        string id = await program.AcceptedAsync(ApiSample.Long());
        var open = new List<HttpResponseMessage>();
        try
        {
            for (int stream = 0; stream < 20; stream++)
                open.Add(await OpenAsync(program, id));
            Assert.All(open, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));

            Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(program, id));
        }
        finally
        {
            open.ForEach(answer => answer.Dispose());
        }

        while (await StatusAsync(program, id) == HttpStatusCode.TooManyRequests)
            await Task.Delay(50, Cancel);
        await program.DeleteAsync($"/videos/{id}");
    }

    public void Dispose() => _folder.Dispose();

    private static string? Status(Event one) => JsonDocument.Parse(one.Data).RootElement.GetProperty("status").GetString();

    private static Task<HttpResponseMessage> OpenAsync(ApiProgram program, string id, string? last = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/videos/{id}/events");
        if (last is not null)
            request.Headers.Add("Last-Event-ID", last);
        return program.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private static async Task<HttpStatusCode> StatusAsync(ApiProgram program, string id, string? last = null)
    {
        using var answer = await OpenAsync(program, id, last);
        return answer.StatusCode;
    }

    private static async Task<List<Event>> ReadAsync(ApiProgram program, string id, string? last = null, int most = int.MaxValue)
    {
        using var answer = await OpenAsync(program, id, last);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        var parser = SseParser.Create(await answer.Content.ReadAsStreamAsync(Cancel));
        var events = new List<Event>();
        await foreach (var item in parser.EnumerateAsync(Cancel))
        {
            events.Add(new Event(parser.LastEventId, item.Data));
            if (events.Count == most)
                break;
        }

        return events;
    }

    private sealed record Event(string Id, string Data);
}
