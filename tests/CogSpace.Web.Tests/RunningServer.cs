using System.Net;
using System.Net.Http.Headers;
using CogSpace.Generation;
using CogSpace.Generation.Workers;
using CogSpace.Web.Api;
using CogSpace.Web.Components.Studio;
using CogSpace.Web.Health;
using CogSpace.Web.Hosting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Languages;
using CogSpace.Web.Media;
using CogSpace.Web.Moderation;
using CogSpace.Web.Operations;
using CogSpace.Web.Owners;
using CogSpace.Web.Provenance;
using CogSpace.Web.Reports;
using CogSpace.Web.Rewriting;
using CogSpace.Web.Sharing;
using CogSpace.Web.Uploads;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace CogSpace.Web.Tests;

/// <summary>The server without its page, on a port of its own, with the small model and real FFmpeg.</summary>
/// <remarks>Makes its videos in this process, because starting another costs seconds, except <see cref="WithWorker"/>.</remarks>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private bool _stopped;

    private RunningServer(WebApplication app) => _app = app;

    public JobBoard Board => _app.Services.GetRequiredService<JobBoard>();

    public ModelReadiness Readiness => _app.Services.GetRequiredService<ModelReadiness>();

    public IVideoMaker Maker => _app.Services.GetRequiredService<IVideoMaker>();

    public SupervisedWorker Worker => _app.Services.GetRequiredService<SupervisedWorker>();

    public JobSweeper Sweeper => _app.Services.GetRequiredService<JobSweeper>();

    public Drain Drain => _app.Services.GetRequiredService<Drain>();

    public UploadStore Uploads => _app.Services.GetRequiredService<UploadStore>();

    public UploadReceiver Receiver => _app.Services.GetRequiredService<UploadReceiver>();

    public BlockList Blocks => _app.Services.GetRequiredService<BlockList>();

    public ClosedSign Sign => _app.Services.GetRequiredService<ClosedSign>();

    public Admission Admission => _app.Services.GetRequiredService<Admission>();

    public VisitorRewriter Rewriter => _app.Services.GetRequiredService<VisitorRewriter>();

    public ReportStore Reports => _app.Services.GetRequiredService<ReportStore>();

    /// <summary>For a test that is about the process that makes videos.</summary>
    public static Action<IServiceCollection> WithWorker { get; } =
        services => services.AddSingleton<IVideoMaker>(provider => provider.GetRequiredService<SupervisedWorker>());

    /// <summary>Any other part of it.</summary>
    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Uri Address => new(_app.Urls.Single());

    /// <param name="data">The data folder.</param>
    /// <param name="settings">As in the environment: "Jobs:QueueLength=2".</param>
    public static Task<RunningServer> StartAsync(TemporaryFolder data, params string[] settings) =>
        StartAsync(data, TimeProvider.System, settings);

    public static Task<RunningServer> StartAsync(TemporaryFolder data, TimeProvider time, params string[] settings) =>
        StartAsync(data, services => services.AddSingleton(time), settings);

    /// <param name="data">The data folder.</param>
    /// <param name="replace">Registers services that take the place of the usual ones.</param>
    /// <param name="settings">As above.</param>
    public static async Task<RunningServer> StartAsync(
        TemporaryFolder data, Action<IServiceCollection> replace, params string[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = typeof(JobBoard).Assembly.GetName().Name });
        builder.Configuration.AddInMemoryCollection([
            new("Data:Folder", data["data"]),
            new("Data:FreeMegabytes", "0"),
            new("Models:Folder", Repository.Models),
            new("Models:Default", "cogspace-tiny"),
            new("Hosting:Port", "0"),
            new("HF_HUB_CACHE", data["no-cache"]),
        ]);
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])));
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.AddSimpleConsole().AddFilter<ConsoleLoggerProvider>(null, LogLevel.Warning);
        builder.Services.AddRouting();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddHosting(builder.Configuration).AddGenerationJobs(builder.Configuration).AddHealth();
        builder.Services.AddRewriter(builder.Configuration).AddApi(builder.Configuration);
        builder.Services.AddCheckedOptions<StudioOptions>(builder.Configuration, StudioOptions.Section);
        builder.Services.AddSingleton<IVideoMaker>(provider => provider.GetRequiredService<Generator>());
        replace(builder.Services);

        var app = builder.Build();
        app.UseOwners();
        app.UseOperators();
        app.UseApi();
        app.MapApi();
        app.MapFinishedVideos();
        app.MapSharedVideos();
        app.MapVideoArchive();
        app.MapUploads();
        app.MapReports();
        app.MapLanguages();
        app.MapProvenance();
        app.MapHealth();
        app.MapOperations();
        app.MapGet(
            "/token", (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken);
        app.MapGet("/fails", IResult () => throw new InvalidOperationException("a secret of /etc/passwd"));
        app.MapGet("/me", (OwnerContext owner) => owner.Owner);
        app.MapGet(
            "/base",
            (HttpRequest request) =>
                $"{request.Scheme}://{request.Host}{request.PathBase} {request.HttpContext.Connection.RemoteIpAddress}"
        );
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new RunningServer(app);
    }

    /// <summary>A browser with cookies of its own.</summary>
    public HttpClient NewBrowser(CookieContainer? cookies = null)
    {
        var browser = new HttpClient(
            new SocketsHttpHandler { CookieContainer = cookies ?? new CookieContainer(), AllowAutoRedirect = false })
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromMinutes(5),
        };
        browser.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return browser;
    }

    /// <summary>Stops in order, as a container is stopped; a disposed host alone would not wait for its worker.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
