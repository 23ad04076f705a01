using System.Text.Json;
using CogSpace.Web.Tests.Javascript;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api.OpenAi;

/// <summary>OpenAI's own client for JavaScript against a server of ours, with the small models.</summary>
public sealed class OpenAiClientTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ItMakesFetchesRemixesExtendsListsAndDeletesVideos()
    {
        await using var server = await RunningServer.StartAsync(
            _folder, "Api:ModelNames:0=sora-2=cogspace-tiny", "Studio:Steps=2");
        using var program = new ApiProgram(server);
        string token = await program.TokenAsync();
        string picture = _folder["a.png"];
        await File.WriteAllBytesAsync(
            picture, await SampleFile.PictureAsync(96, 64), TestContext.Current.CancellationToken);

        var result = await ClientScript.RunAsync("openai.js", server.Address.ToString().TrimEnd('/'), token, picture);
        var said = result.EnumerateObject().ToDictionary(each => each.Name, each => each.Value);

        Assert.Contains("cogspace-tiny", said["models"].EnumerateArray().Select(model => model.GetString()));
        var created = said["created"];
        Assert.Equal(("video", "cogspace-tiny"), (Text(created, "object"), Text(created, "model")));
        Assert.Equal(("1", "96x64"), (Text(created, "seconds"), Text(created, "size")));
        Assert.Equal(JsonValueKind.Null, created.GetProperty("error").ValueKind);
        Assert.True(Text(created, "status") is "queued" or "in_progress", $"{created}");
        foreach (string name in new[] { "finished", "picture", "inline", "remix", "edit", "extend" })
            Assert.True(Text(said[name], "status") == "completed", $"{name}: {said[name]}");
        Assert.Equal(100, said["finished"].GetProperty("progress").GetInt32());
        Assert.True(
            said["finished"].GetProperty("completed_at").GetInt64() >= created.GetProperty("created_at").GetInt64());
        Assert.Equal("video/mp4", Text(said["content"], "type"));
        Assert.Equal("image/jpeg", Text(said["thumbnail"], "type"));
        Assert.True(said["content"].GetProperty("bytes").GetInt32() > 1000);
        Assert.Equal("cogspace-tiny-i2v", Text(said["picture"], "model"));
        foreach (string name in new[] { "remix", "edit", "extend" })
            Assert.Equal(Text(created, "id"), Text(said[name], "remixed_from_video_id"));
        Assert.Equal("a large blue circle", Text(said["remix"], "prompt"));
        Assert.Equal("2", Text(said["extend"], "seconds"));

        string[] listed = [.. said["listed"].EnumerateArray().Select(id => id.GetString()!)];
        Assert.Equal(
            ["extend", "edit", "remix", "inline", "picture", "finished"],
            listed.Select(id => said.First(each => each.Value is { ValueKind: JsonValueKind.Object } value
                && each.Key != "created" && value.TryGetProperty("id", out var own) && own.GetString() == id).Key));
        Assert.True(said["deleted"].GetProperty("deleted").GetBoolean());
        AssertRefused("gone", 404, "invalid_request_error", null, "not_found");
        AssertRefused("size", 400, "invalid_request_error", "size", "invalid_value");
        AssertRefused("seconds", 400, "invalid_request_error", "seconds", "invalid_value");
        AssertRefused("model", 400, "invalid_request_error", "model", "model_not_found");
        AssertRefused("stranger", 401, "authentication_error", null, "invalid_api_key");
        Assert.Contains("96x64", Text(said["size"], "message"), StringComparison.Ordinal);

        void AssertRefused(string what, int status, string type, string? field, string code)
        {
            var refusal = said[what];
            Assert.Equal(
                (status, type, field, code),
                (refusal.GetProperty("status").GetInt32(), Text(refusal, "type"),
                    refusal.TryGetProperty("param", out var param) ? param.GetString() : null, Text(refusal, "code")));
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
