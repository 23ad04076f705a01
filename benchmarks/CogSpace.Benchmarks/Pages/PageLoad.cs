using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using CogSpace.Web.Components.Studio;
using CogSpace.Web.Health;
using CogSpace.Web.Hosting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Media;
using CogSpace.Web.Owners;
using CogSpace.Web.Visitors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Radzen;

namespace CogSpace.Benchmarks.Pages;

/// <summary>Many pages of one visitor watch one job: what a page costs in memory, and how late it hears of a step.</summary>
/// <remarks>Server, pages and the model share this process and its cores, so both figures are upper bounds.</remarks>
internal static partial class PageLoad
{
    private const int Pages = 100;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    private static string Models { get; } = Path.Combine(
        typeof(PageLoad).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "RepositoryRoot").Value!,
        "models");

    public static async Task RunAsync()
    {
        string data = Directory.CreateTempSubdirectory("cogspace-load-").FullName;
        await using var app = Server(data);
        await app.StartAsync();
        var address = new Uri($"{app.Urls.Single()}/");
        var board = app.Services.GetRequiredService<JobBoard>();
        var cookies = new CookieContainer();
        string owner = await WhoAsync(address, cookies);

        var request = new TextToVideo { Prompt = "a red circle moves up", Seed = 1, Steps = 1000 };
        var job = await board.SubmitAsync(Visitor.OnThisMachine(owner), request, "cogspace-tiny");
        var stepped = new ConcurrentDictionary<int, long>();
        using var steps = job.OnChange(() =>
        {
            if (job.Status.Progress is { Stage: GenerationStage.Denoising } progress)
                stepped.TryAdd(progress.Step, Stopwatch.GetTimestamp());
        });
        while (stepped.IsEmpty)
            await Task.Delay(50);

        long before = GC.GetTotalMemory(forceFullCollection: true);
        var late = new ConcurrentBag<double>();
        using var closing = new CancellationTokenSource();
        var pages = Enumerable.Range(0, Pages).Select(_ => new LivePage { Changed = Hear }).ToArray();
        long opening = Stopwatch.GetTimestamp();
        foreach (var page in pages)
            await page.OpenAsync(address, cookies, closing.Token);
        double opened = Stopwatch.GetElapsedTime(opening).TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(2));
        late.Clear();
        await Task.Delay(Watched);
        double[] sorted = [.. late.Order()];
        long after = GC.GetTotalMemory(forceFullCollection: true);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {Pages} connected pages of one owner watch one job; server, model and the clients share the cores and one process.

            | what | figure |
            |---|---|
            | all pages opened in | {opened:0.0} s |
            | memory of a page, managed, its client included | {(after - before) / 1024.0 / Pages:0} KiB |
            | updates a second and page | {sorted.Length / Watched.TotalSeconds / Pages:0.0} |
            | from a step to the page that shows it: median / 95 % / last | {sorted[sorted.Length / 2]:0} / {sorted[sorted.Length * 95 / 100]:0} / {sorted[^1]:0} ms |
            """));

        job.Cancel();
        await closing.CancelAsync();
        foreach (var page in pages)
            await page.DisposeAsync();
        await app.StopAsync();
        Directory.Delete(data, recursive: true);

        void Hear(byte[] batch)
        {
            if (StepText().Match(Encoding.UTF8.GetString(batch)) is { Success: true } match
                && stepped.TryGetValue(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), out long when))
                late.Add(Stopwatch.GetElapsedTime(when).TotalMilliseconds);
        }
    }

    private static WebApplication Server(string data)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
            [
                new("Data:Folder", data), new("Models:Folder", Models),
                new("Models:Default", "cogspace-tiny"), new("Hosting:Port", "0"),
            ]);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddStudio(builder.Configuration);
        builder.Services.AddRadzenComponents();
        builder.Services.AddHosting(builder.Configuration).AddGenerationJobs(builder.Configuration).AddHealth();
        var app = builder.Build();
        app.UseOwners();
        app.UseAntiforgery();
        app.MapFinishedVideos();
        app.MapGet("/who", (OwnerContext who) => who.Owner);
        app.MapStudio();
        return app;
    }

    private static async Task<string> WhoAsync(Uri address, CookieContainer cookies)
    {
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies });
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        return await http.GetStringAsync(new Uri(address, "who"));
    }

    [GeneratedRegex(", step ([0-9]+) of")]
    private static partial Regex StepText();
}
