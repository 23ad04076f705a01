using System.Net;
using System.Text.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Tests.Browser;
using CogSpace.Web.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Models;

/// <summary>A server that starts without a model and fetches one.</summary>
public sealed class PullOnStartTests : IAsyncLifetime
{
    private const string Id = "zai-org/CogVideoX-tiny";
    private static readonly string Me = UnguessableId.New();

    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _seen = new();
    private TestHub _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.StartAsync();
        _hub[Id].Publish(Repository.TinyModel);
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task TheServer_IsReadyWhenItsModelHasCome()
    {
        _hub.Misbehaviour = visit => visit.IsCdn ? Faults.Slow(250_000, _seen.Task) : null;
        Directory.CreateDirectory(_folder["models"]);
        await using var server = await StartAsync();
        using var probe = server.NewBrowser();

        string told = await UntilAsync(probe, text => text.Contains(" of 8.", StringComparison.Ordinal));
        Assert.StartsWith($"The model is being fetched. {Id}: ", told, StringComparison.Ordinal);
        await server.Maker.DescribeDeviceAsync(Cancel);       // else the model might come while a job waits for that
        await Assert.ThrowsAnyAsync<CogSpaceException>(() => server.Board.SubmitAsync(Me, Sample.Request(), Id, Cancel));

        _seen.SetResult();
        Assert.Equal("The model is loaded.", await UntilAsync(probe, text => text == "The model is loaded."));
        Assert.Equal(HttpStatusCode.OK, (await probe.GetAsync("/readyz", Cancel)).StatusCode);
        var job = await server.Board.SubmitAsync(Me, Sample.Request(), Id, Cancel);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);
        Assert.Equal(Id, job.Model);
    }

    [Fact]
    public async Task OtherModels_MakeVideosMeanwhile()
    {
        _hub.Misbehaviour = visit => visit.IsCdn ? Faults.Slow(100_000) : null;
        await using var server = await StartInAsync(Repository.Models);

        var job = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);

        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);
        using var probe = server.NewBrowser();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await probe.GetAsync("/readyz", Cancel)).StatusCode);
    }

    [Fact]
    public async Task AFailure_IsASentence_AndIsTriedAgain()
    {
        _hub.Misbehaviour = _ => Faults.Status(401);
        await using var server = await StartAsync(Retrying(TimeSpan.FromSeconds(0.2)));
        using var probe = server.NewBrowser();

        Assert.Contains(
            "Set HF_TOKEN", await UntilAsync(probe, text => text.Contains("(401)", StringComparison.Ordinal)),
            StringComparison.Ordinal);

        _hub.Misbehaviour = _ => null;
        await UntilAsync(probe, text => text == "The model is loaded.");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(5000, 30)]
    public void Pauses_GrowUpToTheLimit(int failures, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), new ModelsOptions().PullPause(failures));

    [Fact]
    public async Task Failures_AreLoggedWithThePauseThatFollows()
    {
        _hub.Misbehaviour = _ => Faults.Status(401);
        Directory.CreateDirectory(_folder["models"]);
        var lines = new LogLines();
        await using var server = await StartAsync(services =>
        {
            Retrying(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.3))(services);
            services.AddSingleton<ILoggerProvider>(lines);
        });

        foreach (string pause in new[] { "00:00:00.1000000", "00:00:00.2000000", "00:00:00.3000000" })
        {
            while (!lines.ToString().Contains($"tried again in {pause}", StringComparison.Ordinal))
                await Task.Delay(20, Cancel);
        }

        Assert.DoesNotContain("00:00:00.4", lines.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsThere_NeedsNoHub()
    {
        await using (var server = await StartAsync())
        {
            using var probe = server.NewBrowser();
            await UntilAsync(probe, text => text == "The model is loaded.");
        }

        int before = _hub.Visits.Count;
        await using var again = await StartAsync();
        using var browser = again.NewBrowser();
        await UntilAsync(browser, text => text == "The model is loaded.");

        Assert.Equal(before, _hub.Visits.Count);
    }

    [Fact]
    public async Task ThePage_SaysWhatIsFetched()
    {
        _hub.Misbehaviour = visit => visit.IsCdn ? Faults.Slow(1_000_000, _seen.Task) : null;
        Directory.CreateDirectory(_folder["models"]);
        await using var server = await StudioServer.StartAsync(
            $"Models__Folder={_folder["models"]}", $"Models__Default={Id}", $"Models__PullOnStart={Id}",
            $"HF_ENDPOINT={_hub.Address}", $"HF_HUB_CACHE={_folder["hub"]}");
        using var browser = new HttpClient { BaseAddress = server.Address };

        string page = "";
        while (!page.Contains($"Fetching {Id}: ", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("fail:", server.Log, StringComparison.Ordinal);
            page = await browser.GetStringAsync("/", Cancel);
        }

        _seen.SetResult();
        while (!page.Contains($"{Id} is ready", StringComparison.Ordinal))
        {
            await Task.Delay(100, Cancel);
            page = await browser.GetStringAsync("/", Cancel);
        }

        Assert.Contains($"{Id} is complete", server.Log, StringComparison.Ordinal);
    }

    private Task<RunningServer> StartAsync(Action<IServiceCollection>? replace = null) =>
        StartInAsync(_folder["models"], replace);

    private Task<RunningServer> StartInAsync(string models, Action<IServiceCollection>? replace = null) =>
        RunningServer.StartAsync(
            _folder,
            replace ?? (_ => { }),
            $"Models:Folder={models}", $"Models:Default={Id}", $"Models:PullOnStart={Id}",
            $"HF_ENDPOINT={_hub.Address}", $"HF_HUB_CACHE={_folder["hub"]}");

    // Sooner than a server does.
    private Action<IServiceCollection> Retrying(TimeSpan interval, TimeSpan? limit = null) => services =>
        services.AddSingleton(Options.Create(new ModelsOptions
        {
            Folder = _folder["models"],
            Default = Id,
            PullOnStart = Id,
            PullRetryInterval = interval,
            PullRetryLimit = limit ?? TimeSpan.FromMinutes(1),
        }));

    private static async Task<string> UntilAsync(HttpClient probe, Predicate<string> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (true)
        {
            using var answer = await probe.GetAsync("/readyz", limit.Token);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(limit.Token));
            string text = json.RootElement.GetProperty("checks").GetProperty("model").GetString()!;
            if (isSo(text))
                return text;
            await Task.Delay(20, limit.Token);
        }
    }
}
