using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CogSpace.Web.Jobs;
using CogSpace.Web.Operations;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace CogSpace.Web.Tests.Operations;

/// <summary>/metrics, who may read it, and the traces of jobs.</summary>
/// <remarks>What listens to a meter hears all meters of its name in the process, so no other server runs meanwhile.</remarks>
[Collection(NoOtherServer)]
public sealed partial class MetricsTests : IDisposable
{
    public const string NoOtherServer = "no other server";

    private const string Token = "an-operators-token-1";
    private const string Secret = "an octopus writes poetry";

    private static readonly string[] Scraped = ["Operations:Metrics=true", $"Operations:Token={Token}"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string Me = UnguessableId.New();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_TellWhatHappened_AndNobodysSecrets()
    {
        await using var server = await RunningServer.StartAsync(_folder, Scraped);
        using var sender = await Sender.OpenAsync(server);
        var made = await server.Board.SubmitAsync(Me, Sample.Request(prompt: Secret), Sample.Model, Cancel);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(made)).State);
        var cancelled = await server.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel);
        await Wait.ForStepAsync(cancelled);
        var waiting = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        await ExpectAsync(server, 1, "cogspace_job_running");
        await ExpectAsync(server, 1, "cogspace_job_waiting");
        waiting.Cancel();
        cancelled.Cancel();
        await Wait.ForEndAsync(cancelled);
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => server.Board.SubmitAsync(Me, Sample.Request(steps: 0), Sample.Model, Cancel));
        await Assert.ThrowsAsync<CogSpaceException>(
            () => server.Board.SubmitAsync(Me, Sample.Request(), "no-such-model", Cancel));
        await sender.TakenAsync(await SampleFile.PictureAsync(64, 64));
        await sender.SendAsync("hello"u8.ToArray());
        server.Board.Delete(Me, made.Id);

        const string Model = "cogspace_model=\"cogspace-tiny\"";
        await ExpectAsync(server, 3, "cogspace_job_accepted", Model);
        await ExpectAsync(server, 1, "cogspace_job_ended", Model, "state=\"finished\"");
        await ExpectAsync(server, 2, "cogspace_job_ended", Model, "state=\"cancelled\"");
        await ExpectAsync(server, 1, "cogspace_job_duration_seconds_count", Model, "state=\"finished\"");
        await ExpectAsync(server, 2, "cogspace_job_wait_seconds_count", Model);
        await ExpectAsync(server, 1, "cogspace_job_stage_duration_seconds_count", Model, "stage=\"denoising\"");
        await ExpectAsync(server, 1, "cogspace_job_stage_duration_seconds_count", Model, "stage=\"decoding\"");
        await ExpectAsync(server, 1, "cogspace_refusals", "refused=\"job\"", "reason=\"invalid\"");
        await ExpectAsync(server, 1, "cogspace_refusals", "refused=\"job\"", "reason=\"other\"");
        await ExpectAsync(server, 1, "cogspace_refusals", "refused=\"upload\"", "reason=\"format\"");
        await ExpectAsync(server, 1, "cogspace_uploads", "kind=\"image\"");
        await ExpectAsync(server, 1, "cogspace_job_removed", "reason=\"asked\"");
        await ExpectAsync(server, 0, "cogspace_job_waiting");
        await ExpectAsync(server, 10_000_000_000, "cogspace_data_quota_bytes");
        Assert.True(await ValueAsync(server, "cogspace_data_free_bytes") > 0);
        Assert.True(await ValueAsync(server, "dotnet_process_memory_working_set_bytes") > 0);

        string all = await ScrapeAsync(server);
        foreach (string secret in new[] { Secret, Me, sender.Owner, made.Id, "no-such-model", Token })
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_TellTheWorkersMemory_WhileThereIsOne()
    {
        await using var server = await RunningServer.StartAsync(_folder, RunningServer.WithWorker, Scraped);
        await Wait.ForEndAsync(await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel));

        double told = await ValueAsync(server, "cogspace_worker_memory_bytes");
        double read = LinuxMemory.OfProcess("VmRSS", $"/proc/{server.Worker.ProcessId}")!.Value;
        Assert.InRange(told, read / 2, read * 2);       // it changes while it is looked at

        ProcessTree.End(server.Worker.ProcessId!.Value, 9);
        await ExpectAsync(server, 0, "cogspace_worker_memory_bytes");
        Assert.Contains("cogspace_worker_memory_bytes", await ScrapeAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_AreForTheTokenAlone()
    {
        await using var server = await RunningServer.StartAsync(_folder, Scraped);
        using var browser = server.NewBrowser();

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(browser, null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, $"Bearer {Token}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(browser, $"Basic {Token}"));
        for (int attempt = 0; attempt < LoginAttempts.Most; attempt++)
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(browser, $"Bearer {Token}x"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(browser, $"Bearer {Token}"));      // who guesses has to wait
    }

    [Theory]
    [InlineData("127.0.0.0/8", null, HttpStatusCode.OK)]
    [InlineData("127.0.0.1", null, HttpStatusCode.OK)]
    [InlineData("10.0.0.0/8", null, HttpStatusCode.NotFound)]
    [InlineData("127.0.0.0/8", "198.51.100.7", HttpStatusCode.NotFound)]
    public async Task Figures_AreForNetworksThatAreNamed_ButNotThroughAnUnknownProxy(
        string network, string? forwardedFor, HttpStatusCode expected)
    {
        await using var server = await RunningServer.StartAsync(
            _folder, "Operations:Metrics=true", $"Operations:MetricsNetworks:0={network}");
        using var browser = server.NewBrowser();
        if (forwardedFor is not null)
            browser.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);

        Assert.Equal(expected, await StatusAsync(browser, null));
    }

    [Fact]
    public async Task Figures_AreNotThere_UnlessTheyAreTurnedOn()
    {
        await using var server = await RunningServer.StartAsync(_folder, $"Operations:Token={Token}");
        using var browser = server.NewBrowser();

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(browser, $"Bearer {Token}"));
    }

    [Fact]
    public async Task AJob_IsATrace_WithASpanForEachStage()
    {
        var spans = new ConcurrentQueue<Activity>();
        string? id = null;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ServerMeter.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await RunningServer.StartAsync(_folder);
        var job = await server.Board.SubmitAsync(Me, Sample.Request(prompt: Secret), Sample.Model, Cancel);
        id = job.Id;
        await Wait.ForEndAsync(job);
        await server.StopAsync();

        var run = Assert.Single(spans, span => span.GetTagItem("cogspace.job.id") as string == id);
        Assert.Equal(("job", "finished"), (run.OperationName, run.GetTagItem("cogspace.job.state")));
        var stages = spans.Where(span => span.ParentSpanId == run.SpanId).ToList();
        Assert.Contains(stages, span => span.OperationName == "denoising");
        Assert.Contains(stages, span => span.OperationName == "decoding");
        Assert.All(stages, span => Assert.True(span.StartTimeUtc >= run.StartTimeUtc));
        Assert.All(
            stages.Append(run),
            span => Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains(Secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task FiguresAndTraces_GoToACollector_WhereOneIsNamed()
    {
        var asked = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.Run(async request =>
        {
            using var body = new MemoryStream();
            await request.Request.Body.CopyToAsync(body, Cancel);
            asked.Enqueue($"{request.Request.Path} {Encoding.UTF8.GetString(body.ToArray())}");
        });
        await collector.StartAsync(Cancel);

        await using (
            var server = await RunningServer.StartAsync(
                _folder, $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Urls.Single()}",
                "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"))
        {
            var job = await server.Board.SubmitAsync(Me, Sample.Request(prompt: Secret), Sample.Model, Cancel);
            await Wait.ForEndAsync(job);
        }

        Assert.Contains(asked, each => IsOf(each, "/v1/metrics", "cogspace.job.accepted", "cogspace"));
        Assert.Contains(asked, each => IsOf(each, "/v1/traces", "denoising", "cogspace"));
        Assert.DoesNotContain(asked, each => each.Contains(Secret, StringComparison.Ordinal));

        static bool IsOf(string each, string path, params string[] words) =>
            each.StartsWith(path, StringComparison.Ordinal)
            && words.All(word => each.Contains(word, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await browser.SendAsync(request, Cancel);
        return answer.StatusCode;
    }

    private static async Task<string> ScrapeAsync(RunningServer server)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {Token}");
        return await client.GetStringAsync("/metrics", Cancel);
    }

    // A job is over a moment before it is counted.
    private static async Task ExpectAsync(RunningServer server, double expected, string name, params string[] labels)
    {
        var watch = Stopwatch.StartNew();
        while (await ValueAsync(server, name, labels) != expected && watch.Elapsed < Patience)
            await Task.Delay(50, Cancel);
        Assert.Equal(expected, await ValueAsync(server, name, labels));
    }

    // The sum over all lines of a name, with or without its unit, that have the labels.
    private static async Task<double> ValueAsync(RunningServer server, string name, params string[] labels)
    {
        string all = await ScrapeAsync(server);
        var lines = Line().Matches(all)
            .Where(line => Regex.IsMatch(line.Groups["name"].Value, $"^{name}(_[a-z]+)?(_total)?$"))
            .Where(line => labels.All(label => line.Groups["labels"].Value.Contains(label, StringComparison.Ordinal)))
            .ToList();
        return lines.Sum(line => double.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(?<name>[a-z_]+)(\{(?<labels>[^}]*)\})? (?<value>[0-9.eE+-]+)", RegexOptions.Multiline)]
    private static partial Regex Line();
}

/// <summary>Tests that run while no others do.</summary>
[CollectionDefinition(MetricsTests.NoOtherServer, DisableParallelization = true)]
public sealed class NoOtherServer;
