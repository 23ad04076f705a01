using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CogSpace.Benchmarks.Attacks;

namespace CogSpace.Benchmarks.Programs;

/// <summary>What programs that ask how a video stands cost the server, and the video.</summary>
/// <remarks>Server, worker and programs share this machine's cores.</remarks>
internal static class ProgramBenchmark
{
    private const int Programs = 200;
    private const int Steps = 400;
    private const int LongestSteps = 1000;       // so that it is made while all of them watch
    private const double Kilobyte = 1e3;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(BenchOptions options)
    {
        int steps = options.Quick ? Steps / 4 : Steps;
        await using var server = await ServerUnderTest.StartAsync("Api:RequestsPerMinute=1000000");
        using var http = await ConnectAsync(server.Address);
        await FinishAsync(http, await AskAsync(http, steps: 2));       // the model is loaded
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {Programs} programs ask GET /api/v1/videos/ID of a video of {steps} steps while it is made:

            | programs | requests a second | median | 99 % | refused | seconds of the video |
            |---|---|---|---|---|---|
            """));
        foreach (var (name, pause) in new (string, TimeSpan?)[]
            { ("none", null), ("each once a second", Second), ("each at once again", TimeSpan.Zero), ("none again", null) })
            await PollAsync(http, name, pause, steps);
        Console.WriteLine();
        await WatchAsync(server, http);
    }

    private static async Task PollAsync(HttpClient http, string name, TimeSpan? pause, int steps)
    {
        string id = await AskAsync(http, steps);
        long begun = Stopwatch.GetTimestamp();
        using var stop = new CancellationTokenSource();
        var programs = pause is null ? [] : Enumerable.Range(0, Programs)
            .Select(number => AskAgainAsync(http, id, number, pause.Value, stop.Token)).ToArray();
        var video = await FinishAsync(http, id);
        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await stop.CancelAsync();
        var asked = (await Task.WhenAll(programs)).ToList();
        double[] times = [.. asked.SelectMany(one => one.Milliseconds).Order()];
        double made = (video.GetProperty("ended_at").GetDateTimeOffset()
            - video.GetProperty("started_at").GetDateTimeOffset()).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {times.Length / seconds:0} | {At(times, 0.5)} | {At(times, 0.99)} | " +
            $"{asked.Sum(one => one.Refused)} | {made:0.0} |"));
    }

    private static async Task<(List<double> Milliseconds, int Refused)> AskAgainAsync(
        HttpClient http, string id, int number, TimeSpan pause, CancellationToken stop)
    {
        var (times, refused) = (new List<double>(), 0);
        try
        {
            await Task.Delay(pause * number / Programs, stop);
            while (true)
            {
                long begun = Stopwatch.GetTimestamp();
                using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/videos/{id}");
                request.Headers.Add("X-Forwarded-For", $"198.51.100.{number}");
                using var answer = await http.SendAsync(request, stop);
                await answer.Content.ReadAsByteArrayAsync(stop);
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                refused += answer.IsSuccessStatusCode ? 0 : 1;
                await Task.Delay(pause, stop);
            }
        }
        catch (OperationCanceledException)
        {
            return (times, refused);
        }
    }

    // Of one program: the server lets each have so many.
    private static async Task WatchAsync(ServerUnderTest server, HttpClient http)
    {
        string id = await AskAsync(http, LongestSteps);
        await Task.Delay(Second);
        long before = server.MemoryBytes;
        var streams = new List<HttpResponseMessage>();
        for (int number = 0; number < Programs; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/videos/{id}/events");
            request.Headers.Add("X-Forwarded-For", $"198.51.100.{number}");
            var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (answer.StatusCode != HttpStatusCode.OK)
                break;
            streams.Add(answer);
        }

        await Task.Delay(5 * Second);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{streams.Count} open streams of events take " +
            $"{(server.MemoryBytes - before) / Kilobyte / Math.Max(1, streams.Count):0} KB each. " +
            $"One program may have no more of them."));
        streams.ForEach(stream => stream.Dispose());
        using var cancelled = await http.DeleteAsync($"/api/v1/videos/{id}");
    }

    private static async Task<HttpClient> ConnectAsync(Uri server)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server };
        using var answer = await http.PostAsync("/api/v1/tokens", content: null);
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", token.GetProperty("token").GetString());
        return http;
    }

    private static async Task<string> AskAsync(HttpClient http, int steps)
    {
        using var answer = await http.PostAsJsonAsync(
            "/api/v1/videos", new { prompt = "a red circle moves up", seed = 1, steps, frames = 9 });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> FinishAsync(HttpClient http, string id)
    {
        while (true)
        {
            var video = await http.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{id}");
            switch (video.GetProperty("status").GetString())
            {
                case "finished":
                    return video;
                case "failed" or "cancelled":
                    throw new CogSpaceException($"The video of the benchmark was not made: {video}");
            }

            await Task.Delay(Second / 4);
        }
    }

    private static string At(double[] sorted, double part) => sorted.Length == 0 ? "–" : string.Create(
        CultureInfo.InvariantCulture, $"{sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))]:0.0} ms");
}
