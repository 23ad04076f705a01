using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace CogSpace.Tests.Hub;

/// <summary>
/// A hub on this machine: the part of huggingface.co that is needed to pull a model. Large files are on a second address, as
/// on a CDN.
/// </summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, PublishedRepository> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<HubVisit> _visits = new();
    private readonly WebApplication _app;

    private TestHub(WebApplication app) => _app = app;

    /// <summary>As HF_ENDPOINT names it.</summary>
    public Uri Address { get; private set; } = null!;

    public Uri Cdn { get; private set; } = null!;

    /// <summary>Everything that was asked for, in order.</summary>
    public IReadOnlyList<HubVisit> Visits => [.. _visits];

    /// <summary>How it misbehaves to a request; null: it does not.</summary>
    public Func<HubVisit, Fault?> Misbehaviour { get; set; } = _ => null;

    /// <summary>Files on a page of a list.</summary>
    public int PageSize { get; set; } = 1000;

    public static async Task<TestHub> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddRoutingCore();
        builder.Logging.SetMinimumLevel(LogLevel.None);
        var app = builder.Build();
        var hub = new TestHub(app);
        app.Use(hub.SeeAsync);
        app.UseRouting();
        app.MapGet("/api/models/{owner}/{name}/revision/{revision}", hub.Revision);
        app.MapGet("/api/models/{owner}/{name}/tree/{revision}", hub.Tree);
        app.MapPost("/api/models/{owner}/{name}/paths-info/{revision}", hub.PathsInfoAsync);
        app.MapMethods("/{owner}/{name}/resolve/{revision}/{**path}", ["GET", "HEAD"], hub.Resolve);
        app.MapMethods("/cdn/{sha}", ["GET", "HEAD"], hub.Large);
        await app.StartAsync();
        (hub.Address, hub.Cdn) = (new Uri(app.Urls.First()), new Uri(app.Urls.Last()));
        return hub;
    }

    public PublishedRepository this[string id] => _models.GetOrAdd(id, _ => new PublishedRepository());

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task SeeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        string? Header(string name) => request.Headers[name] is [{ } value, ..] ? value : null;
        var visit = new HubVisit(
            context.Connection.LocalPort == Cdn.Port, request.Method,
            Uri.UnescapeDataString(request.Path.Value ?? "") + request.QueryString.Value, Header("Authorization"),
            Header("Range"), Header("If-Range"));
        _visits.Enqueue(visit);
        try
        {
            if (Misbehaviour(visit) is not { } fault || !await fault(context))
                await next(context);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException) // a cut connection
        {
        }
    }

    private IResult Revision(HttpContext context, string owner, string name, string revision)
    {
        string id = $"{owner}/{name}";
        if (Lookup(context, id, revision) is not var (repository, commit))
            return Results.Empty;
        return Results.Json(new
        {
            _id = "0123456789abcdef01234567",
            id,
            sha = commit,
            @private = false,
            gated = false,
            downloads = 1,
            likes = 1,
            pipeline_tag = "text-to-video",
            lastModified = "2024-11-23T00:00:00.000Z",
            siblings = repository.FilesOf(commit).Select(file => new { rfilename = file.Path }),
        });
    }

    private IResult Tree(HttpContext context, string owner, string name, string revision, int cursor = 0)
    {
        if (Lookup(context, $"{owner}/{name}", revision) is not var (repository, commit))
            return Results.Empty;
        var files = repository.FilesOf(commit);
        var folders = files
            .SelectMany(Folders)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(path =>
                (object)
                    new
                    {
                        type = "directory",
                        oid = new string('0', 40),
                        size = 0,
                        path,
                    }
            );
        var all = folders.Concat(files.Select(Describe)).ToList();
        if (cursor + PageSize < all.Count)
            context.Response.Headers.Link =
                $"<{Address}api/models/{owner}/{name}/tree/{revision}?recursive=true&cursor={cursor + PageSize}>; rel=\"next\"";
        return Results.Json(all.Skip(cursor).Take(PageSize));
    }

    private async Task<IResult> PathsInfoAsync(HttpContext context, string owner, string name, string revision)
    {
        if (Lookup(context, $"{owner}/{name}", revision) is not var (repository, commit))
            return Results.Empty;
        var asked = await context.Request.ReadFromJsonAsync<PathsAsked>();
        return Results.Json(repository.FilesOf(commit).Where(file => asked!.Paths.Contains(file.Path)).Select(Describe));
    }

    private IResult Resolve(HttpContext context, string owner, string name, string revision, string path)
    {
        if (Lookup(context, $"{owner}/{name}", revision) is not var (repository, commit))
            return Results.Empty;
        if (repository.FilesOf(commit).FirstOrDefault(file => file.Path == path) is not { } file)
            return Missing(context, "EntryNotFound");
        var headers = context.Response.Headers;
        headers["X-Repo-Commit"] = commit;
        headers["X-Linked-Size"] = $"{file.Size}";
        headers["X-Linked-ETag"] = $"\"{file.Hash}\"";
        return file.Sha256 is { } sha ? Results.Redirect($"{Cdn}cdn/{sha}") : Send(file, file.Hash);
    }

    // A CDN has etags of its own.
    private IResult Large(string sha) =>
        _models.Values.Select(model => model.BySha256(sha)).OfType<PublishedFile>().FirstOrDefault() is { } file
            ? Send(file, $"cdn-{sha[..8]}")
            : Results.NotFound();

    private static IResult Send(PublishedFile file, string tag) =>
        Results.File(
            file.Source, "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{tag}\""),
            enableRangeProcessing: true);

    private (PublishedRepository Repository, string Commit)? Lookup(HttpContext context, string id, string revision)
    {
        if (!_models.TryGetValue(id, out var repository))
            Missing(context, "RepoNotFound");
        else if (repository.CommitOf(Uri.UnescapeDataString(revision)) is { } commit)
            return (repository, commit);
        else
            Missing(context, "RevisionNotFound");
        return null;
    }

    private static IResult Missing(HttpContext context, string code)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.Headers["X-Error-Code"] = code;
        return Results.Empty;
    }

    private static object Describe(PublishedFile file) =>
        file.Sha256 is { } sha
            ? new
            {
                type = "file",
                oid = file.GitHash,
                size = file.Size,
                path = file.Path,
                lfs = new
                {
                    oid = sha,
                    size = file.Size,
                    pointerSize = 134,
                },
            }
            : new
            {
                type = "file",
                oid = file.GitHash,
                size = file.Size,
                path = file.Path,
            };

    private static IEnumerable<string> Folders(PublishedFile file)
    {
        for (int slash = file.Path.IndexOf('/'); slash >= 0; slash = file.Path.IndexOf('/', slash + 1))
            yield return file.Path[..slash];
    }

    private sealed record PathsAsked(IReadOnlyList<string> Paths);
}
