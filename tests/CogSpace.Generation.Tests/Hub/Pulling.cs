using CogSpace.Generation.Hub;

namespace CogSpace.Generation.Tests.Hub;

/// <summary>A hub with the small model on it, an empty cache, and a client that soon tries again.</summary>
internal sealed class Pulling : IAsyncDisposable
{
    public static readonly HubModelId Id = new("zai-org/CogVideoX-tiny");

    private readonly TemporaryFolder _folder = new();

    private Pulling(TestHub server) => Server = server;

    public TestHub Server { get; }

    public string CacheFolder => _folder["hub"];

    public HubCache Cache => new(CacheFolder);

    public HubOptions Options =>
        new()
        {
            Endpoint = Server.Address,
            CacheFolder = CacheFolder,
            RetryDelay = TimeSpan.FromMilliseconds(5),
            StallTimeout = TimeSpan.FromMinutes(1),      // a busy machine is not a silent server
            Attempts = 3,
        };

    /// <summary>The commit that is on the hub.</summary>
    public string Commit { get; private set; } = "";

    /// <summary>A folder of this test's own.</summary>
    public string this[params ReadOnlySpan<string> parts] => _folder[parts];

    public static async Task<Pulling> StartAsync()
    {
        var pulling = new Pulling(await TestHub.StartAsync());
        pulling.Commit = pulling.Server[Id.Name].Publish(Repository.TinyModel);
        return pulling;
    }

    public async Task<CachedModel> PullAsync(
        HubOptions? options = null, HubModelId? id = null, IProgress<PullProgress>? progress = null,
        CancellationToken cancel = default, params string[] files)
    {
        using var hub = new ModelHub(options ?? Options);
        return await hub.PullAsync(id ?? Id, files, progress, cancel);
    }

    /// <summary>What the client says when it cannot.</summary>
    public async Task<string> RefusedAsync(HubOptions? options = null, HubModelId? id = null, params string[] files) =>
        (await Assert.ThrowsAnyAsync<CogSpaceException>(() => PullAsync(options, id, files: files))).Message;

    /// <summary>Files below the cache whose names end so.</summary>
    public IReadOnlyList<string> Kept(string pattern) =>
        !Directory.Exists(CacheFolder)
            ? []
            : [.. Directory.EnumerateFiles(CacheFolder, pattern, SearchOption.AllDirectories)];

    public PublishedFile File(string path) => Server[Id.Name].FilesOf(Commit).Single(file => file.Path == path);

    /// <summary>Holds a snapshot to the folder that was published.</summary>
    public static void AssertSame(string published, string snapshot)
    {
        foreach (string file in Directory.EnumerateFiles(snapshot, "*", SearchOption.AllDirectories))
            Assert.Equal(
                System.IO.File.ReadAllBytes(Path.Combine(published, Path.GetRelativePath(snapshot, file))),
                System.IO.File.ReadAllBytes(file));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
