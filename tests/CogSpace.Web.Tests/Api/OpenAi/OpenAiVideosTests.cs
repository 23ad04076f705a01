using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Api.OpenAi;

/// <summary>What OpenAI's client never sends, and what it would not notice.</summary>
public sealed class OpenAiVideosTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"prompt": ""}""", "prompt", "The prompt is empty: describe the video.")]
    [InlineData("""{"prompt": 7}""", "prompt", "The field \"prompt\" takes a text, not 7.")]
    [InlineData("""{"prompt": "a", "speed": 2}""", "speed", "There is no field \"speed\".")]
    [InlineData("""{"prompt": "a", "seconds": "long"}""", "seconds", "This model makes videos of these lengths")]
    [InlineData("""{"prompt": "a", "size": "96x"}""", "size", "This model makes videos of these sizes")]
    [InlineData("""{"prompt": "a", "input_reference": 5}""", "input_reference", "takes a picture")]
    [InlineData("""{"prompt": "a", "input_reference": {"file_id": "x"}}""", "input_reference", "takes a picture")]
    [InlineData(
        """{"prompt": "a", "input_reference": {"image_url": "http://127.0.0.1/a.png"}}""", "input_reference",
        "This address cannot be asked")]
    [InlineData(
        """{"prompt": "a", "input_reference": {"image_url": "data:image/png;base64,###"}}""", "input_reference",
        "The picture in the request cannot be read")]
    [InlineData("[]", null, "The body has to be an object of JSON")]
    public async Task WhatCannotBeRead_IsNamedInTheirShape(string json, string? field, string sentence)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        using var answer = await PostAsync(program, "/v1/videos", json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = (await JsonAsync(answer)).GetProperty("error");
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Equal(field, error.GetProperty("param").GetString());
        Assert.Contains(sentence, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(server.Board.All);
    }

    [Fact]
    public async Task AVideoIsItsOwnersAlone_AndOnceForOneKey()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = await ApiProgram.KnownAsync(server);
        using var stranger = await ApiProgram.KnownAsync(server);
        string json = $$"""{"prompt": "{{Sample.Prompt}}", "seconds": "1"}""";
        program.Http.DefaultRequestHeaders.Add("Idempotency-Key", "one");

        using var first = await PostAsync(program, "/v1/videos", json);
        using var second = await PostAsync(program, "/v1/videos", json);

        string id = (await JsonAsync(first)).GetProperty("id").GetString()!;
        Assert.Equal(id, (await JsonAsync(second)).GetProperty("id").GetString());
        Assert.Single(server.Board.All);
        foreach (string path in new[] { "", "/content" })
            Assert.Equal(
                HttpStatusCode.NotFound, (await stranger.Http.GetAsync($"/v1/videos/{id}{path}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Http.DeleteAsync($"/v1/videos/{id}", Cancel)).StatusCode);
        using var remix = await PostAsync(stranger, $"/v1/videos/{id}/remix", """{"prompt": "a"}""");
        Assert.Equal(HttpStatusCode.NotFound, remix.StatusCode);
        Assert.Empty((await JsonAsync(await stranger.Http.GetAsync("/v1/videos", Cancel))).GetProperty("data").EnumerateArray());
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(server.Board.FindOfAnybody(id)!)).State);
    }

    [Fact]
    public async Task WithoutTheInterface_NothingIsThere()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Api:Enabled=false");
        using var program = new ApiProgram(server);

        Assert.Equal(HttpStatusCode.NotFound, (await program.Http.GetAsync("/v1/models", Cancel)).StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(ApiProgram program, string path, string json) =>
        program.Http.PostAsync(path, new StringContent(json, System.Text.Encoding.UTF8, "application/json"), Cancel);

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
}
