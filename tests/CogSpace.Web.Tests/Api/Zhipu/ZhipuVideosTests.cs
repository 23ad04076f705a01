using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api.Zhipu;

/// <summary>Requests and answers as Zhipu's reference shows them.</summary>
public sealed class ZhipuVideosTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/api/paas/v4")]
    [InlineData("/paas/v4")]
    public async Task ATask_IsProcessed_AndItsResultIsAnAddressForEverybody(string root)
    {
        await using var server = await RunningServer.StartAsync(
            _folder, "Api:ModelNames:0=cogvideox-3=cogspace-tiny", "Studio:Steps=2");
        using var program = await ApiProgram.KnownAsync(server);

        var accepted = await SendAsync(program, root, """
            {
              "model": "cogvideox-3", "prompt": "a red circle moves from left to right on a white background",
              "quality": "speed", "with_audio": false, "size": "96x64", "fps": 30, "duration": 1,
              "request_id": "my-request-1", "user_id": "user-123"
            }
            """);
        Assert.Equal(
            ("cogvideox-3", "my-request-1", "PROCESSING"),
            (Text(accepted, "model"), Text(accepted, "request_id"), Text(accepted, "task_status")));
        string id = Text(accepted, "id");
        await Wait.ForEndAsync(server.Board.FindOfAnybody(id)!);

        var result = await program.Http.GetFromJsonAsync<JsonElement>($"{root}/async-result/{id}", Cancel);
        Assert.True(Text(result, "task_status") == "SUCCESS", $"{result}");
        Assert.Equal("my-request-1", Text(result, "request_id"));
        var video = Assert.Single(result.GetProperty("video_result").EnumerateArray());
        using var anybody = new HttpClient();
        byte[] clip = await anybody.GetByteArrayAsync(Text(video, "url"), Cancel);
        await File.WriteAllBytesAsync(_folder["a.mp4"], clip, Cancel);
        var facts = await Programs.ProbeAsync(_folder["a.mp4"]);
        Assert.Equal("32/1", facts.GetProperty("r_frame_rate").GetString());        // the nearest to 30 that this model makes
        using var cover = await anybody.GetAsync(Text(video, "cover_image_url"), Cancel);
        Assert.Equal("image/jpeg", cover.Content.Headers.ContentType?.MediaType);

        Assert.DoesNotContain(id, Text(video, "url"), StringComparison.Ordinal);       // which opens more than a file
        string forged = Text(video, "url")[..^4] + "AAAA";
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync(forged, Cancel)).StatusCode);
        server.Board.Delete(server.Board.FindOfAnybody(id)!.Owner, id);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync(Text(video, "url"), Cancel)).StatusCode);
        using var gone = await program.Http.GetAsync($"{root}/async-result/{id}", Cancel);
        Assert.Equal(
            "1222", Text((await gone.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error"), "code"));
    }

    [Fact]
    public async Task APictureInTheRequest_BeginsTheVideo()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Studio:Steps=1");
        using var program = await ApiProgram.KnownAsync(server);
        string picture = Convert.ToBase64String(await SampleFile.PictureAsync(96, 64));

        var accepted = await SendAsync(program, "/api/paas/v4", $$"""
            {"prompt": "a circle moves", "image_url": ["data:image/png;base64,{{picture}}"], "duration": 1}
            """);

        var job = server.Board.FindOfAnybody(Text(accepted, "id"))!;
        Assert.Equal("cogspace-tiny-i2v", job.Model);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);
    }

    [Theory]
    [InlineData("""{"prompt": "a", "with_audio": true}""", "1214", "sound")]
    [InlineData("""{"prompt": "a", "fps": 60}""", "1214", "8, 16, 32")]
    [InlineData("""{"prompt": "a", "duration": 10}""", "1214", "lengths")]
    [InlineData("""{"prompt": "a", "size": "1920x1080"}""", "1214", "96x64")]
    [InlineData("""{"prompt": "a", "quality": "best"}""", "1214", "speed")]
    [InlineData(
        """{"prompt": "a", "image_url": ["https://a.example/1.png", "https://a.example/2.png"]}""", "1214", "one picture")]
    [InlineData("""{"prompt": "a", "image_url": "http://169.254.169.254/latest/meta-data"}""", "1214", "cannot be asked")]
    [InlineData("""{"prompt": "a", "model": "cogvideox-9"}""", "1211", "cogvideox-9")]
    [InlineData("""{"model": "cogspace-tiny"}""", "1213", "The prompt is empty")]
    [InlineData("""{"prompt": "a", "watermark": 1}""", "1214", "There is no field")]
    [InlineData("{", "1210", "not JSON")]
    public async Task WhatCannotBeDone_IsRefusedInTheirShape(string json, string code, string sentence)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        using var answer = await program.Http.PostAsync(
            "/api/paas/v4/videos/generations", new StringContent(json, Encoding.UTF8, "application/json"), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error");
        Assert.Equal(code, Text(error, "code"));
        Assert.Contains(sentence, Text(error, "message"), StringComparison.Ordinal);
        Assert.Empty(server.Board.All);
    }

    [Fact]
    public async Task AStrangersTask_AndAWrongKey_AreRefused()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = await ApiProgram.KnownAsync(server);
        using var stranger = await ApiProgram.KnownAsync(server);
        string id = Text(await SendAsync(program, "/api/paas/v4", $$"""{"prompt": "{{Sample.Prompt}}", "duration": 1}"""), "id");

        using var foreign = await stranger.Http.GetAsync($"/api/paas/v4/async-result/{id}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        stranger.Know("wrong.key");
        using var wrong = await stranger.Http.GetAsync($"/api/paas/v4/async-result/{id}", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(
            "1002", Text((await wrong.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error"), "code"));
    }

    private static async Task<JsonElement> SendAsync(ApiProgram program, string root, string json)
    {
        using var answer = await program.Http.PostAsync(
            $"{root}/videos/generations", new StringContent(json, Encoding.UTF8, "application/json"), Cancel);
        string text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
