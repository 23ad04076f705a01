using CogSpace.Generation.Hub;

namespace CogSpace.Generation.Tests.Hub;

/// <summary>Pulling from a hub that behaves.</summary>
public sealed class ModelHubTests
{
    private const string Weights = "transformer/diffusion_pytorch_model.safetensors";

    [Fact]
    public async Task Pull_BringsTheModelInTheLayoutThatOthersExpect()
    {
        await using var pulling = await Pulling.StartAsync();

        var model = await pulling.PullAsync();

        string root = Path.Combine(pulling.CacheFolder, "models--zai-org--CogVideoX-tiny");
        Assert.Equal((pulling.Commit, Path.Combine(root, "snapshots", pulling.Commit)), (model.Commit, model.Folder));
        Assert.Equal(
            pulling.Commit,
            await File.ReadAllTextAsync(Path.Combine(root, "refs", "main"), TestContext.Current.CancellationToken));
        var weights = new FileInfo(Path.Combine(model.Folder, "transformer", "diffusion_pytorch_model.safetensors"));
        Assert.Equal($"../../../blobs/{pulling.File(Weights).Sha256}", weights.LinkTarget);
        Assert.Equal(
            $"../../blobs/{pulling.File("model_index.json").GitHash}",
            new FileInfo(Path.Combine(model.Folder, "model_index.json")).LinkTarget);
        Assert.False(File.Exists(Path.Combine(model.Folder, "README.md")));
        Pulling.AssertSame(Repository.TinyModel, model.Folder);
        Assert.Empty(pulling.Kept("*.incomplete"));
        Assert.Empty(pulling.Kept("*.part"));
    }

    [Fact]
    public async Task Pull_Again_FetchesNothing()
    {
        await using var pulling = await Pulling.StartAsync();
        await pulling.PullAsync();
        int before = pulling.Server.Visits.Count;

        await pulling.PullAsync();

        Assert.All(pulling.Server.Visits.Skip(before), visit => Assert.StartsWith("/api/", visit.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pull_TakesShardsByTheirIndex_AndNoDuplicates()
    {
        await using var pulling = await Pulling.StartAsync();
        string folder = pulling["published"];
        Sharded.Publish(folder);
        foreach (
            string extra in new[]
            {
                "transformer/diffusion_pytorch_model.bin",
                "transformer/diffusion_pytorch_model.fp16.safetensors",
                "transformer/unused-00003-of-00003.safetensors",
                "teaser.pth",
                "vae/README.md",
            }
        )
            await File.WriteAllTextAsync(Path.Combine(folder, extra), extra, TestContext.Current.CancellationToken);
        pulling.Server[Pulling.Id.Name].Publish(folder);

        var model = await pulling.PullAsync();

        Assert.Equal(
            [
                "config.json",
                "diffusion_pytorch_model-00001-of-00002.safetensors",
                "diffusion_pytorch_model-00002-of-00002.safetensors",
                "diffusion_pytorch_model.safetensors.index.json",
            ],
            Directory
                .EnumerateFiles(Path.Combine(model.Folder, "transformer"))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(
            pulling.Server.Visits,
            visit =>
                visit.IsFor("teaser.pth")
                || visit.IsFor(".bin")
                || visit.IsFor("fp16.safetensors")
                || visit.IsFor("README.md")
        );
    }

    [Fact]
    public async Task Pull_ARevision_StaysWithIt()
    {
        await using var pulling = await Pulling.StartAsync();
        string first = pulling.Commit;
        pulling.Server[Pulling.Id.Name].Publish(Repository.TinyImageModel);
        pulling.Server[Pulling.Id.Name].Publish(Repository.TinyModel, "refs/pr/3");

        var pinned = await pulling.PullAsync(id: Pulling.Id with { Revision = first });
        var request = await pulling.PullAsync(id: Pulling.Id with { Revision = "refs/pr/3" });
        var main = await pulling.PullAsync();

        Assert.Equal((first, first), (pinned.Commit, request.Commit));
        Assert.NotEqual(first, main.Commit);
        Pulling.AssertSame(Repository.TinyModel, pinned.Folder);
        Pulling.AssertSame(Repository.TinyImageModel, main.Folder);
        Assert.Equal([Pulling.Id, Pulling.Id with { Revision = "refs/pr/3" }], pulling.Cache.Models().Select(model => model.Id));
    }

    [Fact]
    public async Task Pull_IntoWhatIsNoFolder_SaysWhere()
    {
        await using var pulling = await Pulling.StartAsync();
        await File.WriteAllTextAsync(pulling["file"], "", TestContext.Current.CancellationToken);

        Assert.StartsWith(
            $"{Pulling.Id} cannot be kept in {pulling["file", "hub"]}: ",
            await pulling.RefusedAsync(pulling.Options with { CacheFolder = pulling["file", "hub"] }),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_ASingleFile_NeedsNoModel()
    {
        await using var pulling = await Pulling.StartAsync();
        string folder = pulling["published"];
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "flownet.pkl"), "weights", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "notes", TestContext.Current.CancellationToken);
        pulling.Server["AlexWortega/RIFE"].Publish(folder);
        pulling.Server["someone/else"].Publish(folder);

        var known = await pulling.PullAsync(id: new HubModelId("AlexWortega/RIFE"));
        var named = await pulling.PullAsync(id: new HubModelId("someone/else"), files: "notes.txt");

        Assert.Equal(["flownet.pkl"], Directory.EnumerateFiles(known.Folder).Select(Path.GetFileName));
        Assert.Equal(["notes.txt"], Directory.EnumerateFiles(named.Folder).Select(Path.GetFileName));
        Assert.Contains(
            "no model_index.json. Name the files that you want with --file; it has flownet.pkl, notes.txt.",
            await pulling.RefusedAsync(id: new HubModelId("someone/else")), StringComparison.Ordinal);
        Assert.Contains(
            "someone/else has no file other.pth; it has flownet.pkl, notes.txt.",
            await pulling.RefusedAsync(id: new HubModelId("someone/else"), files: "other.pth"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_AListOnManyPages_IsReadToItsEnd()
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.PageSize = 4;

        Assert.Null(pulling.Cache.Problem(await pulling.PullAsync()));
    }

    [Fact]
    public async Task Pull_TellsHowFarItIs()
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = visit => visit.IsCdn ? Faults.Slow(8_000_000) : null;
        var told = new Told();

        var model = await pulling.PullAsync(progress: told);

        var all = told.All;
        long size = Directory
            .EnumerateFiles(model.Folder, "*", SearchOption.AllDirectories)
            .Sum(file => new FileInfo(file).ResolveLinkTarget(true) is FileInfo target ? target.Length : 0);
        Assert.Equal((size, size, all[^1].OfFiles), (all[^1].Bytes, all[^1].Of, all[^1].Files));
        Assert.Contains(all, progress => progress is { BytesPerSecond: > 100_000, SecondsLeft: > 0 });
        Assert.Equal(all.Select(progress => progress.Bytes).Order(), all.Select(progress => progress.Bytes));
    }

    [Fact]
    public async Task Pull_WhatDoesNotFit_IsRefusedBeforeItIsFetched()
    {
        await using var pulling = await Pulling.StartAsync();
        var files = pulling
            .Server[Pulling.Id.Name]
            .FilesOf(pulling.Commit)
            .Select(file => file.Path == Weights ? file with { Size = 1L << 60 } : file);
        pulling.Server[Pulling.Id.Name].Publish([.. files]);

        string sentence = await pulling.RefusedAsync();

        Assert.Contains(" TB and the disk of", sentence, StringComparison.Ordinal);
        Assert.Contains("HF_HUB_CACHE", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(pulling.Server.Visits, visit => visit.IsFor(Weights));
        Assert.Empty(pulling.Cache.Models());
    }

    [Fact]
    public async Task Pull_Offline_AsksNobody()
    {
        await using var pulling = await Pulling.StartAsync();

        Assert.Contains(
            "HF_HUB_OFFLINE", await pulling.RefusedAsync(pulling.Options with { IsOffline = true }),
            StringComparison.Ordinal);
        Assert.Empty(pulling.Server.Visits);
    }
}
