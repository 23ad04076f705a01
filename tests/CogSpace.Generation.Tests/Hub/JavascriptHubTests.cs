using System.Security.Cryptography;

namespace CogSpace.Generation.Tests.Hub;

/// <summary>
/// The test hub and the cache as another client sees them, so that server and client do not share one misreading.
/// </summary>
public sealed class JavascriptHubTests
{
    private const string Weights = "vae/diffusion_pytorch_model.safetensors";

    [Fact]
    public async Task TheTestHub_IsOneForAnotherClient()
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.PageSize = 5;
        string address = pulling.Server.Address.ToString().TrimEnd('/');

        var files = await JavascriptHub.RunAsync("list", address, Pulling.Id.Name);
        Assert.Equal(
            pulling.Server[Pulling.Id.Name].FilesOf(pulling.Commit).Select(file => (file.Path, file.Size)).Order(),
            files.EnumerateObject().Select(file => (file.Name, file.Value.GetInt64())).Order());

        foreach (string name in new[] { Weights, "vae/config.json" })
        {
            byte[] bytes = await File.ReadAllBytesAsync(pulling.File(name).Source, TestContext.Current.CancellationToken);
            var downloaded = await JavascriptHub.RunAsync("download", address, Pulling.Id.Name, name);
            Assert.Equal(
                (bytes.LongLength, Convert.ToHexStringLower(SHA256.HashData(bytes))),
                (downloaded.GetProperty("size").GetInt64(), downloaded.GetProperty("sha256").GetString()));
        }
    }

    [Fact]
    public async Task WhatWePulled_AnotherClientFinds()
    {
        await using var pulling = await Pulling.StartAsync();
        var model = await pulling.PullAsync();

        var cache = await JavascriptHub.RunAsync("scan", pulling.CacheFolder);

        Assert.Empty(cache.GetProperty("warnings").EnumerateArray());
        var repository = Assert.Single(cache.GetProperty("repos").EnumerateArray());
        Assert.Equal(Pulling.Id.Name, repository.GetProperty("name").GetString());
        var revision = Assert.Single(repository.GetProperty("revisions").EnumerateArray());
        Assert.Equal(
            (model.Commit, "main"),
            (revision.GetProperty("commit").GetString(), revision.GetProperty("refs")[0].GetString()));
        Assert.Equal(
            Directory.EnumerateFiles(model.Folder, "*", SearchOption.AllDirectories).Count(), AllFiles(model.Folder));

        // It takes what we have fetched, and fetches only what we do not need.
        int before = pulling.Server.Visits.Count;
        await JavascriptHub.RunAsync(
            "snapshot", pulling.Server.Address.ToString().TrimEnd('/'), Pulling.Id.Name, pulling.CacheFolder);
        Assert.All(
            pulling.Server.Visits.Skip(before).Where(visit => visit.Path.Contains("/resolve/", StringComparison.Ordinal)),
            visit =>
                Assert.True(
                    visit.Path.EndsWith("README.md", StringComparison.Ordinal)
                        || visit.Path.Contains("/examples", StringComparison.Ordinal)
                        || visit.Path.EndsWith("preview.cache", StringComparison.Ordinal),
                    visit.Path
                )
        );
    }

    [Fact]
    public async Task WhatAnotherClientPulled_WeUse()
    {
        await using var pulling = await Pulling.StartAsync();
        await JavascriptHub.RunAsync(
            "snapshot", pulling.Server.Address.ToString().TrimEnd('/'), Pulling.Id.Name, pulling.CacheFolder);
        int before = pulling.Server.Visits.Count;

        Assert.Equal(Pulling.Id, Assert.Single(pulling.Cache.Models()).Id);
        Pulling.AssertSame(Repository.TinyModel, (await pulling.PullAsync()).Folder);
        Assert.All(pulling.Server.Visits.Skip(before), visit => Assert.StartsWith("/api/", visit.Path, StringComparison.Ordinal));
    }

    private static int AllFiles(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Count(file => new FileInfo(file).LinkTarget is not null);
}
