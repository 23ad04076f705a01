using CogSpace.Generation.Hub;
using CogSpace.Pipeline;

namespace CogSpace.Generation.Tests.Hub;

/// <summary>What is in the cache: found, verified, removed, and never believed to be where it is not.</summary>
public sealed class HubCacheTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheCatalog_ListsWhatWasPulled_AndFindsItByItsId()
    {
        await using var pulling = await Pulling.StartAsync();
        var catalog = new ModelCatalog(Repository.Models, pulling.Options);
        Assert.Equal(
            "The model zai-org/CogVideoX-tiny is not in the cache "
                + pulling.CacheFolder
                + ". To pull it: cogspace models pull zai-org/CogVideoX-tiny",
            Assert.Throws<CogSpaceException>(() => catalog.Find(Pulling.Id.Name)).Message
        );
        Assert.Contains(
            "HF_HUB_OFFLINE is set",
            Assert
                .Throws<CogSpaceException>(() =>
                    new ModelCatalog(Repository.Models, pulling.Options with { IsOffline = true }).Find(Pulling.Id.Name)
                )
                .Message,
            StringComparison.Ordinal
        );

        var pulled = await pulling.PullAsync();

        Assert.Equal(
            ["cogspace-tiny", "cogspace-tiny-i2v", "zai-org/CogVideoX-tiny"],
            catalog.Installed().Select(model => model.Name).Order(StringComparer.Ordinal));
        var found = catalog.Find(Pulling.Id.Name);
        Assert.Equal((Pulling.Id.Name, pulled.Folder, ModelTask.TextToVideo), (found.Name, found.Folder, found.Task));
        using var pipeline = Model.Open(found.Folder).Load(new PipelineOptions { Device = "cpu" });
        Assert.Equal("cogspace-tiny", catalog.Find("cogspace-tiny").Name);
    }

    [Fact]
    public async Task AModelThatIsNotWhole_IsNoModel()
    {
        await using var pulling = await Pulling.StartAsync();
        var model = await pulling.PullAsync();
        var catalog = new ModelCatalog(pulling["none"], pulling.Options);

        File.Delete(
            new FileInfo(Path.Combine(model.Folder, "vae", "diffusion_pytorch_model.safetensors"))
                .ResolveLinkTarget(true)!
                .FullName
        );

        Assert.Empty(catalog.Installed());
        Assert.Equal(
            "The model zai-org/CogVideoX-tiny is in the cache, but not all of it: " +
            "vae/diffusion_pytorch_model.safetensors is missing. To fetch the rest: cogspace models pull zai-org/CogVideoX-tiny",
            Assert.Throws<CogSpaceException>(() => catalog.Find(Pulling.Id.Name)).Message
        );
        Assert.Null(pulling.Cache.Problem(await pulling.PullAsync()));
    }

    [Fact]
    public async Task Verify_FindsDamage_AndPullingMendsIt()
    {
        await using var pulling = await Pulling.StartAsync();
        var model = await pulling.PullAsync();
        Assert.Empty(await pulling.Cache.VerifyAsync(model, cancel: Cancel));
        foreach (string name in new[] { "vae/config.json", "transformer/diffusion_pytorch_model.safetensors" })
        {
            string blob = new FileInfo(Path.Combine(model.Folder, name)).ResolveLinkTarget(true)!.FullName;
            byte[] bytes = await File.ReadAllBytesAsync(blob, Cancel);
            bytes[^2] ^= 1;
            await File.WriteAllBytesAsync(blob, bytes, Cancel);
        }

        var problems = await pulling.Cache.VerifyAsync(model, cancel: Cancel);

        Assert.Contains("vae/config.json is damaged: its hash is wrong. It was deleted.", problems);
        Assert.Contains(
            "transformer/diffusion_pytorch_model.safetensors is damaged: its hash is wrong. It was deleted.", problems);
        Assert.Empty(await pulling.Cache.VerifyAsync(await pulling.PullAsync(), cancel: Cancel));
    }

    [Fact]
    public async Task Remove_FreesTheWholeModel_UnlessItIsBeingPulled()
    {
        await using var pulling = await Pulling.StartAsync();
        await pulling.PullAsync();
        string lockFile = pulling.Kept("*.lock")[0];
        using (BlobLock.TryAcquire(lockFile))
            Assert.Contains(
                "Another program is pulling",
                Assert.Throws<CogSpaceException>(() => pulling.Cache.Remove(Pulling.Id)).Message,
                StringComparison.Ordinal);
        Assert.StartsWith(
            "Revisions share their files, so all of",
            Assert.Throws<InvalidRequestException>(() => pulling.Cache.Remove(Pulling.Id with { Revision = pulling.Commit }))
                .Message,
            StringComparison.Ordinal);

        Assert.InRange(pulling.Cache.Remove(Pulling.Id), 8_000_000, 10_000_000);

        Assert.Empty(pulling.Cache.Models());
        Assert.Contains(
            "is not in the cache",
            Assert.Throws<CogSpaceException>(() => pulling.Cache.Remove(Pulling.Id)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task LinksOutOfTheCache_AreRefused()
    {
        await using var pulling = await Pulling.StartAsync();
        var model = await pulling.PullAsync();
        string outside = pulling["outside.json"];
        await File.WriteAllTextAsync(outside, "{}", Cancel);
        string entry = Path.Combine(model.Folder, "vae", "config.json");
        File.Delete(entry);
        File.CreateSymbolicLink(entry, outside);

        Assert.Contains("out of the cache", pulling.Cache.Problem(model), StringComparison.Ordinal);
        Assert.Empty(pulling.Cache.Models());
        Assert.Contains(
            await pulling.Cache.VerifyAsync(model, cancel: Cancel),
            problem => problem.Contains("out of the cache", StringComparison.Ordinal));

        await pulling.PullAsync();
        Assert.Equal("{}", await File.ReadAllTextAsync(outside, Cancel));
        Assert.Null(pulling.Cache.Problem(model));
    }

    [Fact]
    public async Task FoldersThatAreLinks_AreNotWrittenThrough()
    {
        await using var pulling = await Pulling.StartAsync();
        Directory.CreateDirectory(pulling["outside"]);
        Directory.CreateDirectory(Path.Combine(pulling.CacheFolder, "models--zai-org--CogVideoX-tiny"));
        Directory.CreateSymbolicLink(
            Path.Combine(pulling.CacheFolder, "models--zai-org--CogVideoX-tiny", "blobs"), pulling["outside"]);

        Assert.Contains("in the cache is a link", await pulling.RefusedAsync(), StringComparison.Ordinal);

        Assert.Empty(Directory.EnumerateFileSystemEntries(pulling["outside"]));
    }

    [Fact]
    public async Task AModelFolderThatIsALink_IsSaidToBeOne()       // as people do who move a model to another disk
    {
        await using var pulling = await Pulling.StartAsync();
        await pulling.PullAsync();
        string folder = Path.Combine(pulling.CacheFolder, "models--zai-org--CogVideoX-tiny");
        Directory.Move(folder, pulling["other-disk"]);
        Directory.CreateSymbolicLink(folder, pulling["other-disk"]);
        var catalog = new ModelCatalog(pulling["none"], pulling.Options);

        string says = Assert.Throws<CogSpaceException>(() => catalog.Find(Pulling.Id.Name)).Message;
        Assert.StartsWith(
            $"The model zai-org/CogVideoX-tiny cannot be used: {folder} in the cache is a link", says, StringComparison.Ordinal);
        Assert.DoesNotContain("not all of it", says, StringComparison.Ordinal);
        Assert.Empty(catalog.Installed());
    }

    [Fact]
    public async Task ABlobThatIsALinkInsideTheCache_IsFine()      // newer programs in Python share bytes between models so
    {
        await using var pulling = await Pulling.StartAsync();
        var model = await pulling.PullAsync();
        string blob = new FileInfo(Path.Combine(model.Folder, "vae", "diffusion_pytorch_model.safetensors"))
            .ResolveLinkTarget(true)!
            .FullName;
        string shared = Path.Combine(pulling.CacheFolder, "blobs", "ab", "shared");
        Directory.CreateDirectory(Path.GetDirectoryName(shared)!);
        File.Move(blob, shared);
        File.CreateSymbolicLink(blob, Path.GetRelativePath(Path.GetDirectoryName(blob)!, shared));

        Assert.Null(pulling.Cache.Problem(model));
        Assert.Empty(await pulling.Cache.VerifyAsync(model, cancel: Cancel));
        int before = pulling.Server.Visits.Count;
        await pulling.PullAsync();
        Assert.DoesNotContain(pulling.Server.Visits.Skip(before), visit => visit.IsCdn);
    }

    [Fact]
    public async Task TwoPullsAtOnce_ShareTheWork()
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = visit => visit.IsCdn ? Faults.Slow(6_000_000) : null;
        var told = new Told();

        var models = await Task.WhenAll(pulling.PullAsync(progress: told), pulling.PullAsync(progress: told));

        Assert.Equal(models[0], models[1]);
        Pulling.AssertSame(Repository.TinyModel, models[0].Folder);
        Assert.Equal(4, pulling.Server.Visits.Count(visit => visit.IsCdn));
        Assert.Contains(
            told.All, progress => progress.Note?.StartsWith("Another program is fetching", StringComparison.Ordinal) == true);
    }
}
