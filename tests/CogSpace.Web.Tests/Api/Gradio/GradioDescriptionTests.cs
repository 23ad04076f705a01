using System.Net;
using System.Text.Json;
using CogSpace.Tests.Rewriting;

namespace CogSpace.Web.Tests.Api.Gradio;

/// <summary>What clients read first, and the function that needs no video.</summary>
public sealed class GradioDescriptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task TheDescription_NamesTheFunctionsOfTheDemo()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new GradioProgram(server);

        var config = (await program.GetAsync("/config")).Json;
        var info = (await program.GetAsync("/gradio_api/info?serialize=False")).Json;

        Assert.Equal(("sse_v3", "/gradio_api"), (Text(config, "protocol"), Text(config, "api_prefix")));
        Assert.Equal(server.Address.ToString().TrimEnd('/'), Text(config, "root"));
        Assert.False(config.GetProperty("connect_heartbeat").GetBoolean());
        Assert.Equal(Text(config, "app_id"), Text((await program.GetAsync("/gradio_api/app_id")).Json, "app_id"));
        int[] components =
            [.. config.GetProperty("components").EnumerateArray().Select(one => one.GetProperty("id").GetInt32())];
        Assert.Equal(components, components.Distinct());
        foreach (var (dependency, index) in config.GetProperty("dependencies").EnumerateArray().Select((one, at) => (one, at)))
        {
            var endpoint = info.GetProperty("named_endpoints").GetProperty($"/{Text(dependency, "api_name")}");
            Assert.Equal(index, dependency.GetProperty("id").GetInt32());
            Assert.Equal(endpoint.GetProperty("parameters").GetArrayLength(), Ids(dependency, "inputs").Length);
            Assert.Equal(endpoint.GetProperty("returns").GetArrayLength(), Ids(dependency, "outputs").Length);
            Assert.All(
                (int[])[.. Ids(dependency, "inputs"), .. Ids(dependency, "outputs")], id => Assert.Contains(id, components));
        }

        var parameters = info.GetProperty("named_endpoints").GetProperty("/generate").GetProperty("parameters");
        Assert.Equal(
            ["prompt", "image_input", "video_input", "video_strength", "seed_value", "scale_status", "rife_status"],
            parameters.EnumerateArray().Select(one => Text(one, "parameter_name")));
        Assert.Equal(
            ["null", "null", "null", "0.8", "-1", "false", "false"],
            parameters.EnumerateArray().Select(one => one.GetProperty("parameter_default").GetRawText()));
        Assert.False(parameters[0].GetProperty("parameter_has_default").GetBoolean());
        Assert.All(
            parameters.EnumerateArray().Skip(1), one => Assert.True(one.GetProperty("parameter_has_default").GetBoolean()));
    }

    [Fact]
    public async Task WhereProgramsMayNotUseTheServer_NoneOfItIsThere()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Api:Enabled=false");
        using var program = new GradioProgram(server);

        string[] paths =
            ["/config", "/gradio_api/info", "/gradio_api/app_id", "/gradio_api/queue/data", "/gradio_api/heartbeat/12345678"];
        foreach (string path in paths)
            Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await program.PostAsync("/queue/join", new { })).Status);
    }

    [Fact]
    public async Task WhereAKeyIsNeeded_ItIsAskedFor()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Api:Anonymous=false");
        using var program = new GradioProgram(server);

        (await program.GetAsync("/config")).Failure(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task WithoutALanguageModel_APromptComesBackAsItIs()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new GradioProgram(server);

        string id = await program.JoinAsync(["  a ball "], function: 1);

        Assert.Equal("  a ball ", (await program.ListenAsync()).ResultOf(id)[0].GetString());
    }

    [Fact]
    public async Task ALanguageModel_IsAskedWhetherSomebodyListensOrNot()
    {
        await using var model = await TestLanguageModel.StartAsync(
            TestLanguageModel.Says("A red ball rolls slowly."), TestLanguageModel.Says(""), TestLanguageModel.IsSilent());
        await using var server = await RunningServer.StartAsync(_folder, $"Rewriter:BaseUrl={model.BaseUrl}");
        using var program = new GradioProgram(server);

        string id = await program.JoinAsync(["a ball"], function: 1);
        Assert.Equal("A red ball rolls slowly.", (await program.ListenAsync()).ResultOf(id)[0].GetString());
        id = await program.JoinAsync(["a ball"], function: 1);
        Assert.NotEmpty((await program.ListenAsync()).ErrorOf(id));
        id = await program.JoinAsync([" "], function: 1);
        Assert.Equal("The prompt is empty: describe the video.", (await program.ListenAsync()).ErrorOf(id));

        id = await program.JoinAsync(["a ball"], function: 1);
        await program.ListenAsync(enough: message => message.Kind() == "process_starts");
        Assert.True(await program.CancelAsync(id));
        Assert.Equal("It was cancelled.", (await program.ListenAsync()).ErrorOf(id));
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static int[] Ids(JsonElement dependency, string name) =>
        [.. dependency.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
}
