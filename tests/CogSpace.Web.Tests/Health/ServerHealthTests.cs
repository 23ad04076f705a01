using System.Net;
using System.Text.Json;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Tests.Health;

public sealed class ServerHealthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readyz_SaysOkWhenTheModelIsLoaded()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var probe = server.NewBrowser();
        Assert.Equal(HttpStatusCode.OK, (await probe.GetAsync("/healthz", Cancel)).StatusCode);
        while (server.Readiness.State == ModelReadinessState.Loading)
            await Task.Delay(20, Cancel);

        using var answer = await probe.GetAsync("/readyz", Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("The model is loaded.", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readyz_SaysWhatIsMissing_WhileHealthzStaysOk()
    {
        await using var server = await RunningServer.StartAsync(
            _folder, "Models:Default=absent", "Data:FreeMegabytes=1000000000");
        using var probe = server.NewBrowser();
        while (server.Readiness.State == ModelReadinessState.Loading)
            await Task.Delay(20, Cancel);

        using var answer = await probe.GetAsync("/readyz", Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Contains(
            "absent", json.RootElement.GetProperty("checks").GetProperty("model").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "nearly full", json.RootElement.GetProperty("checks").GetProperty("data").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await probe.GetAsync("/healthz", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Readyz_IsRed_WhenFfmpegOrTheFilesOfTheModelAreGone()
    {
        using var models = new TemporaryFolder();
        Directory.CreateDirectory(models["all"]);
        string model = Path.Combine(models["all"], "cogspace-tiny");
        Directory.CreateSymbolicLink(model, Path.Combine(Repository.Models, "cogspace-tiny"));
        var clock = new TestClock();
        await using var server = await RunningServer.StartAsync(
            _folder, clock, $"Models:Folder={models["all"]}", "Reading:FfmpegFolder=/nowhere");
        using var probe = server.NewBrowser();
        while (server.Readiness.State == ModelReadinessState.Loading)
            await Task.Delay(20, Cancel);
        Assert.Equal(ModelReadinessState.Ready, server.Readiness.State);
        Directory.Delete(model);
        clock.Advance(TimeSpan.FromSeconds(6));      // the menu looks every five seconds

        using var answer = await probe.GetAsync("/readyz", Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        string json = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("The program ffmpeg is missing.", json, StringComparison.Ordinal);
        Assert.Contains("There is no model", json, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
