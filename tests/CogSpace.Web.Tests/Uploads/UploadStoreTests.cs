using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Tests.Uploads;

public sealed class UploadStoreTests : IDisposable
{
    private static readonly string Me = UnguessableId.New();
    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IEnumerable<string?> Folders => Directory.EnumerateDirectories(_folder["data", "uploads"]).Select(Path.GetFileName);

    [Fact]
    public async Task AnUpload_OutlivesTheServer_ButNotItsTime()
    {
        Upload upload;
        await using (var before = await RunningServer.StartAsync(_folder, _clock))
            upload = await ReceiveAsync(before);

        await using (var after = await RunningServer.StartAsync(_folder, _clock))
        {
            Assert.Equal(upload, after.Uploads.Find(Me, upload.Id));
            _clock.Advance(TimeSpan.FromMinutes(59));
            after.Sweeper.Sweep();
            Assert.NotNull(after.Uploads.Find(Me, upload.Id));
            _clock.Advance(TimeSpan.FromMinutes(2));
            Assert.Null(after.Uploads.Find(Me, upload.Id));
            after.Sweeper.Sweep();
            Assert.Empty(Folders);
            upload = await ReceiveAsync(after);
        }

        _clock.Advance(TimeSpan.FromHours(2));
        await using var last = await RunningServer.StartAsync(_folder, _clock);
        Assert.Null(last.Uploads.Find(Me, upload.Id));
        Assert.Empty(Folders);
    }

    [Fact]
    public async Task Start_RemovesWhatWasHalfSent_AndWhatIsNoUpload()
    {
        await using (var before = await RunningServer.StartAsync(_folder))
        {
            var whole = await ReceiveAsync(before);
            string json = File.ReadAllText(_folder["data", "uploads", whole.Id, "upload.json"]);
            foreach (
                var (name, content) in new[]
                {
                    ("arriving", "x"),
                    ("upload.json", "{"),
                    ("upload.json", json),
                    ("upload.json", json.Replace("input.png", "../../jobs/input.png", StringComparison.Ordinal)),
                }
            )
            {
                string folder = _folder["data", "uploads", UnguessableId.New()];
                Directory.CreateDirectory(folder);
                await File.WriteAllTextAsync(Path.Combine(folder, name), content, Cancel);
            }

            File.Delete(_folder["data", "uploads", (await ReceiveAsync(before)).Id, "input.png"]);
        }

        await using var after = await RunningServer.StartAsync(_folder);
        Assert.Single(Folders);
    }

    [Fact]
    public async Task AnUpload_IsItsOwnersAlone()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var upload = await ReceiveAsync(server);

        Assert.Null(server.Uploads.Find(UnguessableId.New(), upload.Id));
        Assert.Null(server.Uploads.Find("", upload.Id));
        Assert.Null(server.Uploads.Find(Me, "../" + upload.Id));
        Assert.Equal("input.png", upload.File);
    }

    [Fact]
    public async Task OneMoreThanIsKept_TakesThePlaceOfTheOldest_OfItsOwner()
    {
        await using var server = await RunningServer.StartAsync(_folder, _clock);
        var foreign = await ReceiveAsync(server, UnguessableId.New());
        var uploads = new List<Upload>();
        for (int i = 0; i <= UploadOptions.MaxPerOwner; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            uploads.Add(await ReceiveAsync(server));
        }

        Assert.Null(server.Uploads.Find(Me, uploads[0].Id));
        Assert.Equal(uploads.Skip(1).Append(foreign).Select(upload => upload.Id).Order(), Folders.Order());
    }

    [Fact]
    public async Task TooManyAtOnce_IsRefused_UntilOneHasEnded()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var places = Enumerable.Range(0, UploadOptions.MaxPerOwner).Select(_ => server.Uploads.Reserve(Me, 1)).ToList();
        Assert.Equal(429, Assert.Throws<UploadRefusedException>(() => server.Uploads.Reserve(Me, 1)).Status);
        server.Uploads.Reserve(UnguessableId.New(), 1).Dispose();
        places.ForEach(place => place.Dispose());

        server.Uploads.Reserve(Me, 1).Dispose();
        Assert.Empty(Folders);
    }

    [Fact]
    public async Task WhatIsStillComing_CountsAsMuchAsItMayBecome()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Data:QuotaMegabytes=2");
        using var first = server.Uploads.Reserve(Me, 900_000);

        Assert.Equal(507, Assert.Throws<UploadRefusedException>(() => server.Uploads.Reserve(Me, 200_000)).Status);
    }

    [Fact]
    public async Task WhatHasArrived_CountsToo_UntilItIsGone()
    {
        await using var server = await RunningServer.StartAsync(_folder, _clock, "Data:QuotaMegabytes=2");
        var upload = await ReceiveAsync(server);
        await File.WriteAllBytesAsync(_folder["data", "uploads", upload.Id, upload.File], new byte[900_000], Cancel);
        Assert.Equal(507, Assert.Throws<UploadRefusedException>(() => server.Uploads.Reserve(Me, 200_000)).Status);

        _clock.Advance(TimeSpan.FromHours(2));
        server.Sweeper.Sweep();
        server.Uploads.Reserve(Me, 200_000).Dispose();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Upload> ReceiveAsync(RunningServer server, string? owner = null)
    {
        using var file = new MemoryStream(await SampleFile.PictureAsync(64, 64));
        return await server.Receiver.ReceiveAsync(owner ?? Me, SourceKind.Image, file, file.Length, Cancel);
    }
}
