using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CogSpace.Web.Api.Outbound;
using CogSpace.Web.Api.V1;
using CogSpace.Web.Hosting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Operations;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Api.Callbacks;

/// <summary>Tells programs that their videos are over, again and again until they have heard it.</summary>
internal sealed class CallbackSender(
    JobBoard board, VideoViews views, CallbackSecret secret, OutboundClient outbound, IOptions<ApiOptions> options,
    IOptions<HostingOptions> hosting, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<CallbackSender> log)
    : BackgroundService
{
    private const int AtOnce = 4;
    private const int Slowest = 15;      // seconds for one answer

    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _news = new(0);

    public override void Dispose()
    {
        _news.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Callbacks)
            return;
        await lifetime.StartedAsync(stoppingToken);
        using var subscription = board.JobChanges.Subscribe(job =>
        {
            if (IsOpen(job) && _news.CurrentCount == 0)
                _news.Release();
        });
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
        while (true)
        {
            var now = time.GetUtcNow();
            await Parallel.ForEachAsync(
                board.All.Where(job => IsOpen(job) && job.Tag!.Callback!.Next <= now), parallel,
                async (job, cancel) => await TellAsync(job, cancel));
            var next = board.All.Where(IsOpen).Min(job => job.Tag!.Callback!.Next);
            var pause = next is { } at && at - time.GetUtcNow() < LongestSleep ? at - time.GetUtcNow() : LongestSleep;
            if (pause > TimeSpan.Zero)
                await _news.WaitAsync(pause, stoppingToken);
        }
    }

    private static bool IsOpen(GenerationJob job) =>
        job is { Status.IsOver: true, IsDeleted: false, Tag.Callback.Next: not null };

    private async Task TellAsync(GenerationJob job, CancellationToken stop)
    {
        var callback = job.Tag!.Callback!;
        string host = new Uri(callback.Url).Host;
        string problem;
        bool isEnd = false;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(TimeSpan.FromSeconds(Slowest));
            using var request = RequestOf(job, callback);
            using var answer = await outbound.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            isEnd = answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Gone;
            problem = $"it answered {(int)answer.StatusCode}";
        }
        catch (HttpRequestException e)
        {
            problem = e.Message;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            problem = "it did not answer in time";
        }

        var next = isEnd ? callback.Ended() : callback.Failed(time.GetUtcNow());
        log.LogInformation(
            "The end of job {JobId} was told to {Host}, attempt {Attempt}: {Problem}", job.Id, host, next.Attempts, problem);
        try
        {
            job.ChangeTag(tag => tag with { Callback = next });
        }
        catch (CogSpaceException e)
        {
            log.LogWarning("Job {JobId} may be told once more after a restart: {Problem}", job.Id, e.Message);
        }
    }

    private HttpRequestMessage RequestOf(GenerationJob job, Callback callback)
    {
        string id = $"msg_{job.Id}";
        long seconds = time.GetUtcNow().ToUnixTimeSeconds();
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(
            new CallbackMessage(
                $"video.{ServerMeter.Word(job.Status.State)}", job.Status.Ended ?? job.Created,
                views.Of(job, hosting.Value.PathBase, sentence => sentence)),
            ApiJson.Options);
        var request = new HttpRequestMessage(HttpMethod.Post, callback.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", secret.Sign(job.Owner, id, seconds, body));
        return request;
    }
}

/// <summary>What a program is told.</summary>
/// <param name="Type">video.finished, video.failed or video.cancelled.</param>
/// <param name="Timestamp">When that came about.</param>
/// <param name="Data">The video as it is now.</param>
internal sealed record CallbackMessage(string Type, DateTimeOffset Timestamp, Video Data);
