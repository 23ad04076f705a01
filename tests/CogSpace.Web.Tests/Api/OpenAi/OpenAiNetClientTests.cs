using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;
using OpenAI;
using OpenAI.Videos;

namespace CogSpace.Web.Tests.Api.OpenAi;

/// <summary>OpenAI's own client for .NET, whose calls for videos take and return JSON, against a server of ours.</summary>
public sealed class OpenAiNetClientTests : IDisposable
{
    private const string Completed = "completed";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RequestOptions Options => new() { CancellationToken = Cancel };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ItMakesFetchesRemixesListsAndDeletesVideos()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Studio:Steps=2");
        var client = await ClientAsync(server);
        var videos = client.GetVideoClient();

        var models = await client.GetOpenAIModelClient().GetModelsAsync(Cancel);
        Assert.Contains("cogspace-tiny", models.Value.Select(model => model.Id));
        var model = await client.GetOpenAIModelClient().GetModelAsync("cogspace-tiny", Cancel);
        Assert.Equal("cogspace", model.Value.OwnedBy);

        var made = await FinishedAsync(videos, await videos.CreateVideoAsync(
            Json(new { prompt = Sample.Prompt, seconds = "1", size = "96x64" }), "application/json", Options));
        Assert.Equal((Completed, "cogspace-tiny"), (Text(made, "status"), Text(made, "model")));
        string id = Text(made, "id");
        var file = await videos.DownloadVideoAsync(id, options: Options);
        Assert.Equal(
            await File.ReadAllBytesAsync(_folder["data", "jobs", id, "video.mp4"], Cancel),
            file.GetRawResponse().Content.ToArray());
        var thumbnail = await videos.DownloadVideoAsync(id, "thumbnail", Options);
        Assert.True(thumbnail.GetRawResponse().Headers.TryGetValue("Content-Type", out string? type));
        Assert.Equal("image/jpeg", type);

        var remix = await FinishedAsync(videos, await videos.CreateVideoRemixAsync(
            id, Json(new { prompt = "a large blue circle" }), "application/json", Options));
        Assert.Equal((Completed, id), (Text(remix, "status"), Text(remix, "remixed_from_video_id")));

        Assert.Equal([Text(remix, "id")], await ListAsync(videos));
        Assert.Equal([id], await ListAsync(videos, after: Text(remix, "id")));
        Assert.True(Of(await videos.DeleteVideoAsync(id, Options)).GetProperty("deleted").GetBoolean());
        Assert.Empty(await ListAsync(videos, after: Text(remix, "id")));
    }

    [Fact]
    public async Task ItSendsAPictureInAForm()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Studio:Steps=2");
        var videos = (await ClientAsync(server)).GetVideoClient();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Sample.Prompt), "prompt" },
            { new StringContent("1"), "seconds" },
            { new ByteArrayContent(await SampleFile.PictureAsync(96, 64)), "input_reference", "a.png" },
        };

        var made = await FinishedAsync(videos, await videos.CreateVideoAsync(
            BinaryContent.Create(await form.ReadAsStreamAsync(Cancel)), form.Headers.ContentType!.ToString(), Options));

        Assert.Equal((Completed, "cogspace-tiny-i2v"), (Text(made, "status"), Text(made, "model")));
    }

    [Fact]
    public async Task WhatIsRefused_ItThrows()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var client = await ClientAsync(server);
        var videos = client.GetVideoClient();

        var size = await Assert.ThrowsAsync<ClientResultException>(() => videos.CreateVideoAsync(
            Json(new { prompt = "a", size = "1280x720" }), "application/json", Options));
        Assert.Equal(400, size.Status);
        Assert.Contains("96x64", size.Message, StringComparison.Ordinal);
        var gone = await Assert.ThrowsAsync<ClientResultException>(() => videos.GetVideoAsync("video_0123", Options));
        Assert.Equal(404, gone.Status);
        var stranger = await Assert.ThrowsAsync<ClientResultException>(
            () => Client(server, "sk-wrong").GetOpenAIModelClient().GetModelsAsync(Cancel));
        Assert.Equal(401, stranger.Status);
    }

    private static async Task<OpenAIClient> ClientAsync(RunningServer server)
    {
        using var program = new ApiProgram(server);
        return Client(server, await program.TokenAsync());
    }

    private static OpenAIClient Client(RunningServer server, string key) =>
        new(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(server.Address, "v1") });

    private static BinaryContent Json(object value) => BinaryContent.Create(BinaryData.FromObjectAsJson(value));

    private static async Task<JsonElement> FinishedAsync(VideoClient videos, ClientResult created)
    {
        var video = Of(created);
        while (Text(video, "status") is "queued" or "in_progress")
        {
            await Task.Delay(100, Cancel);
            video = Of(await videos.GetVideoAsync(Text(video, "id"), Options));
        }

        return video;
    }

    // One page, of one: this client does not turn pages by itself.
    private static async Task<List<string>> ListAsync(VideoClient videos, string? after = null)
    {
        var ids = new List<string>();
        await foreach (var page in videos.GetVideosAsync(limit: 1, after: after, options: Options).GetRawPagesAsync())
            ids.AddRange(Of(page).GetProperty("data").EnumerateArray().Select(video => Text(video, "id")));
        return ids;
    }

    private static JsonElement Of(ClientResult result) => JsonDocument.Parse(result.GetRawResponse().Content).RootElement;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
