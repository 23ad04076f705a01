using System.Text.Json;
using CogSpace.Web.Tests.Javascript;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api.Zhipu;

/// <summary>A client for Zhipu's platform, which signs its requests, against a server of ours.</summary>
public sealed class ZhipuClientTests : IDisposable
{
    private const string Key = "csk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ItAsksForVideos_AndFetchesThem()
    {
        await using var server = await RunningServer.StartAsync(
            _folder, "Studio:Steps=2", "Api:Anonymous=false", "Api:Keys:0:Name=studio",
            $"Api:Keys:0:Sha256={ProgramKey.HashOf(Key)}");
        await File.WriteAllBytesAsync(
            _folder["a.png"], await SampleFile.PictureAsync(96, 64), TestContext.Current.CancellationToken);

        var said = await ClientScript.RunAsync("zhipu.js", server.Address.ToString().TrimEnd('/'), Key, _folder["a.png"]);

        Assert.Equal("from-javascript", Text(said, "accepted", "request_id"));
        Assert.Equal("PROCESSING", Text(said, "accepted", "task_status"));
        Assert.Equal(Text(said, "accepted", "id"), Text(said, "again", "id"));
        Assert.Equal(
            ["video/mp4", "image/jpeg"], said.GetProperty("files").EnumerateArray().Select(file => Text(file, "type")));
        Assert.All(said.GetProperty("files").EnumerateArray(), file => Assert.True(file.GetProperty("bytes").GetInt32() > 500));
        Assert.Equal(
            ("SUCCESS", "cogspace-tiny-i2v"), (Text(said, "picture", "task_status"), Text(said, "picture", "model")));
        AssertRefused("model", 400, "1211");
        AssertRefused("task", 404, "1222");
        AssertRefused("forged", 401, "1002");
        AssertRefused("stranger", 401, "1002");
        Assert.Equal(2, server.Board.All.Count);
        Assert.All(server.Board.All, job => Assert.Equal("key studio", job.Visitor.Address));

        void AssertRefused(string what, int status, string code) => Assert.Equal(
            (status, code), (said.GetProperty(what).GetProperty("status").GetInt32(), Text(said, what, "code")));
    }

    private static string Text(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            element = element.GetProperty(name);
        return element.GetString()!;
    }
}
