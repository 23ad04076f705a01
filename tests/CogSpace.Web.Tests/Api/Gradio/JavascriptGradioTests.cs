using System.Text.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Javascript;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api.Gradio;

/// <summary>Gradio's own client for JavaScript uses the server as if it were the demo.</summary>
public sealed class JavascriptGradioTests : IDisposable
{
    private const string Script = "gradio.js";
    private const string FewSteps = "Studio:Steps=2";
    private const string Key = "csk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

    private static readonly string Small = JsonSerializer.Serialize(new { prompt = Sample.Prompt, seed_value = 7 });

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Predict_MakesAVideoOfAPrompt_AndHasItsFiles()
    {
        await using var server = await RunningServer.StartAsync(_folder, FewSteps);

        var made = await RunAsync(server, "generate", Small);

        AssertFiles(made);
        Assert.Equal(7, made.GetProperty("seed").GetInt32());
    }

    [Fact]
    public async Task Predict_SendsAPicture()
    {
        await using var server = await RunningServer.StartAsync(_folder, FewSteps);
        string picture = _folder["cat.png"];
        await File.WriteAllBytesAsync(picture, await SampleFile.PictureAsync(96, 64), Cancel);

        AssertFiles(await RunAsync(server, "generate", Small, picture));

        Assert.IsType<ImageToVideo>(server.Board.All.Single().Request);
    }

    [Fact]
    public async Task Predict_TicksBothBoxes()
    {
        await using var server = await RunningServer.StartAsync(_folder, FewSteps);

        AssertFiles(await RunAsync(server, "generate", JsonSerializer.Serialize(
            new { prompt = Sample.Prompt, scale_status = true, rife_status = true })));

        Assert.Equal(new PostProcessing(true, 2, null, null), server.Board.All.Single().Request.PostProcessing);
    }

    [Fact]
    public async Task TwoAtOnce_AreToldApart()
    {
        await using var server = await RunningServer.StartAsync(_folder, FewSteps);

        var both = await RunAsync(server, "twice", Small);

        Assert.Equal([7, 2], both.EnumerateArray().Select(one => one.GetProperty("seed").GetInt32()));
        Assert.All(both.EnumerateArray(), AssertFiles);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Key)]
    public async Task Submit_TellsHowItStands_AndCancels(string? key)
    {
        await using var server = await RestingServer.StartAsync(
            _folder, "Api:Keys:0:Name=studio", $"Api:Keys:0:Sha256={ProgramKey.HashOf(Key)}");

        var heard = await RunAsync(server, "cancel", key is null ? [Small] : [Small, key]);

        var job = server.Board.All.Single();
        Assert.Equal(job.Id, heard.GetProperty("event").GetString());
        Assert.Equal(key is null ? "this machine" : "key studio", job.Visitor.Address);
        Assert.Equal(JobState.Cancelled, (await Wait.ForEndAsync(job)).State);
        var told = heard.GetProperty("told").EnumerateArray().ToList();
        Assert.Contains(told, one => one.TryGetProperty("progress", out var progress)
            && progress[0].GetProperty("desc").GetString() == "denoising");
        Assert.Equal(
            ("error", "It was cancelled."),
            (told[^1].GetProperty("stage").GetString(), told[^1].GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Enhance_AndWhatIsRefused_AreTold()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        Assert.Equal("a ball", (await RunAsync(server, "enhance", "a ball"))[0].GetString());
        Assert.Equal(
            "The field \"scale_status\" takes true or false, not \"yes\".",
            (await RunAsync(server, "refuse", """{ "prompt": "a ball", "scale_status": "yes" }""")).GetString());
        var described = await RunAsync(server, "describe");
        Assert.Equal(
            ["/generate", "/enhance_prompt_func"],
            described.GetProperty("named_endpoints").EnumerateObject().Select(endpoint => endpoint.Name));
    }

    public void Dispose() => _folder.Dispose();

    private static Task<JsonElement> RunAsync(RunningServer server, string verb, params string[] arguments) =>
        ClientScript.RunAsync(Script, [verb, server.Address.ToString(), .. arguments]);

    private static void AssertFiles(JsonElement made) => Assert.Equal(
        [("video/mp4", 200), ("video/mp4", 200), ("image/gif", 200)],
        made.GetProperty("files").EnumerateArray().Select(file =>
        {
            Assert.Equal(file.GetProperty("size").GetInt64(), file.GetProperty("bytes").GetInt64());
            return (file.GetProperty("type").GetString()!, file.GetProperty("status").GetInt32());
        }));
}
