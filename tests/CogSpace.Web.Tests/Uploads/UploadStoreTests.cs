using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Visitors;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Web.Tests.Uploads;

public sealed class UploadStoreTests : IDisposable
{
    private static readonly string Me = UnguessableId.New();
    private static readonly Visitor Local = Visitor.OnThisMachine(Me);
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
        Assert.StartsWith(
            "This is not an id of an upload.",
            Assert.Throws<ArgumentException>(() => server.Uploads.FolderOf("../jobs")).Message, StringComparison.Ordinal);
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
    public async Task TooManyAtOnce_FromOneVisitorOrAddress_AreRefused_UntilOneHasEnded()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var places = new List<UploadPlace>();
        for (int cookie = 0; cookie < 3; cookie++)
        {
            var visitor = Someone.At("203.0.113.9");
            for (int i = 0; i < 4; i++)
                places.Add(server.Uploads.Reserve(visitor, 1));
            Assert.Equal(429, Assert.Throws<UploadRefusedException>(() => server.Uploads.Reserve(visitor, 1)).Status);
        }

        var newcomer = Someone.At("203.0.113.9");
        Assert.Equal(429, Assert.Throws<UploadRefusedException>(() => server.Uploads.Reserve(newcomer, 1)).Status);
        server.Uploads.Reserve(Someone.At("198.51.100.1"), 1).Dispose();
        places.ForEach(place => place.Dispose());

        server.Uploads.Reserve(newcomer, 1).Dispose();
        Assert.Empty(Folders);
    }

    [Fact]
    public async Task WhatIsAnnounced_TakesNoRoomFromOthers_BeforeItHasCome()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Data:QuotaMegabytes=20");
        var sender = Someone.At("203.0.113.9");
        using var announced = server.Uploads.Reserve(sender, 1_900_000);
        using var again = server.Uploads.Reserve(sender, 1_900_000);
        for (int i = 0; i < 12; i++)
            server.Uploads.Reserve(Someone.At($"198.51.100.{i}"), 1_900_000).Dispose();

        Assert.Equal(507, Assert.Throws<UploadRefusedException>(() => server.Uploads.Reserve(sender, 2_100_000)).Status);
        Assert.Equal(507, Assert.Throws<UploadRefusedException>(() => server.Uploads.Reserve(Local, 10_100_000)).Status);
        await using (var file = announced.Create("arriving"))
        {
            announced.Grow(1_900_000);
            file.SetLength(1_900_000);
        }

        var e = Assert.Throws<UploadRefusedException>(() => again.Grow(200_000));
        Assert.Equal(507, e.Status);
        Assert.Contains("removed within about 60 minutes", e.Message, StringComparison.Ordinal);
        using var other = server.Uploads.Reserve(Someone.At("198.51.100.1"), 1_900_000);
        other.Grow(1_900_000);
    }

    [Fact]
    public async Task AFileThatComesTooSlowly_IsRefused_AndItsPlaceIsFree()
    {
        await using var server = await RunningServer.StartAsync(
            _folder, services => services.AddSingleton(new ArrivalRate(TimeSpan.FromSeconds(0.3), 1_000_000)));
        byte[] picture = await SampleFile.PictureAsync(64, 64);
        var sender = Someone.At("203.0.113.9");

        var refusals = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Assert.ThrowsAsync<UploadRefusedException>(() =>
            server.Receiver.ReceiveAsync(sender, SourceKind.Image, new TricklingStream(picture), 5_000_000, Cancel))));

        Assert.All(refusals, e => Assert.Equal(408, e.Status));
        Assert.Empty(Folders);
        server.Uploads.Reserve(sender, 1).Dispose();
    }

    [Fact]
    public async Task WhatHasArrived_CountsToo_UntilItIsGone()
    {
        await using var server = await RunningServer.StartAsync(_folder, _clock, "Data:QuotaMegabytes=2");
        var upload = await ReceiveAsync(server);
        await File.WriteAllBytesAsync(_folder["data", "uploads", upload.Id, upload.File], new byte[900_000], Cancel);
        Assert.Equal(507, Assert.Throws<UploadRefusedException>(() => server.Uploads.Reserve(Local, 200_000)).Status);

        _clock.Advance(TimeSpan.FromHours(2));
        server.Sweeper.Sweep();
        server.Uploads.Reserve(Local, 200_000).Dispose();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Upload> ReceiveAsync(RunningServer server, string? owner = null)
    {
        using var file = new MemoryStream(await SampleFile.PictureAsync(64, 64));
        return await server.Receiver.ReceiveAsync(
            Visitor.OnThisMachine(owner ?? Me), SourceKind.Image, file, file.Length, Cancel);
    }

    // A few bytes at a time, for ever.
    private sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(50, cancellationToken);
            Position = Math.Min(Position, 40);
            return await base.ReadAsync(buffer[..Math.Min(4, buffer.Length)], cancellationToken);
        }
    }
}
