using System.Globalization;

namespace CogSpace.Generation.Tests.Hub;

/// <summary>Downloads through networks, and from servers, that do not behave.</summary>
public sealed class BlobDownloadTests
{
    private const string Weights = "transformer/diffusion_pytorch_model.safetensors";
    private const string Config = "vae/config.json";

    [Fact]
    public async Task ACutConnection_GoesOnWhereItWas()
    {
        await using var pulling = await Pulling.StartAsync();
        string sha = pulling.File(Weights).Sha256!;
        pulling.Server.Misbehaviour = visit => visit.IsFor(sha) && visit.Range is null ? Faults.CutAfter(1_000_000) : null;

        var model = await pulling.PullAsync();

        Pulling.AssertSame(Repository.TinyModel, model.Folder);
        var visits = pulling.Server.Visits.Where(visit => visit.IsFor(sha)).ToList();
        Assert.Equal(2, visits.Count);
        Assert.InRange(long.Parse(visits[1].Range!["bytes=".Length..^1], CultureInfo.InvariantCulture), 500_000, 1_000_000);
        Assert.Equal($"\"cdn-{sha[..8]}\"", visits[1].IfRange);
    }

    [Fact]
    public async Task AConnectionThatIsCutAgainAndAgain_IsNotGivenUpAsLongAsItGoesOn()
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = visit => visit.IsCdn ? Faults.CutAfter(600_000) : null;

        Pulling.AssertSame(Repository.TinyModel, (await pulling.PullAsync()).Folder);
    }

    [Fact]
    public async Task AServerWithoutRanges_StartsAgain()
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = visit =>
            !visit.IsFor(pulling.File(Weights).Sha256!) ? null
            : visit.Range is null ? Faults.CutAfter(1_000_000)
            : Faults.NoRanges();
        var told = new Told();

        Pulling.AssertSame(Repository.TinyModel, (await pulling.PullAsync(progress: told)).Folder);
        Assert.Equal(told.All[^1].Of, told.All[^1].Bytes);
    }

    [Fact]
    public async Task ASilentServer_CountsAsCut()
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = visit => visit.IsCdn && visit.Range is null ? Faults.SilentAfter(500_000) : null;

        Pulling.AssertSame(
            Repository.TinyModel,
            (await pulling.PullAsync(pulling.Options with { StallTimeout = TimeSpan.FromSeconds(2) })).Folder);
    }

    [Fact]
    public async Task WhatAnEarlierRunLeft_IsNotFetchedAgain_AndIfItIsDamagedItIs()
    {
        await using var pulling = await Pulling.StartAsync();
        var file = pulling.File(Weights);
        string part = Path.Combine(pulling.CacheFolder, "models--zai-org--CogVideoX-tiny", "blobs", $"{file.Sha256}.incomplete");
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        byte[] bytes = await File.ReadAllBytesAsync(file.Source, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(part, bytes[..2_000_000], TestContext.Current.CancellationToken);

        await pulling.PullAsync();

        Assert.Equal(
            ["bytes=2000000-"], pulling.Server.Visits.Where(visit => visit.IsFor(file.Sha256!)).Select(visit => visit.Range));

        pulling.Cache.Remove(Pulling.Id);
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        bytes[7] ^= 1;
        await File.WriteAllBytesAsync(part, bytes[..2_000_000], TestContext.Current.CancellationToken);
        var told = new Told();

        Pulling.AssertSame(Repository.TinyModel, (await pulling.PullAsync(progress: told)).Folder);
        Assert.Equal(
            (string?[])["bytes=2000000-", null],
            pulling.Server.Visits.Where(visit => visit.IsFor(file.Sha256!)).Select(visit => visit.Range).TakeLast(2));
        Assert.Equal(told.All[^1].Of, told.All[^1].Bytes);
    }

    [Fact]
    public async Task AnotherPartThanAskedFor_IsNotTaken()
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = visit =>
            !visit.IsFor(pulling.File(Weights).Sha256!) ? null
            : visit.Range is null ? Faults.CutAfter(1_000_000)
            : async context =>
            {
                context.Response.StatusCode = 206;
                context.Response.Headers.ContentRange = "bytes 0-3/4";
                await context.Response.Body.WriteAsync(new byte[4]);
                return true;
            };

        Assert.Equal(
            $"The hub sent another part of {Weights} of {Pulling.Id} than it was asked for.", await pulling.RefusedAsync());
    }

    [Theory]
    [InlineData("X-Linked-ETag", "\"0123456789012345678901234567890123456789\"", "The hub contradicts itself about ")]
    [InlineData("X-Repo-Commit", "another", "The hub sent vae/config.json of zai-org/CogVideoX-tiny from the commit another")]
    [InlineData("X-Linked-Size", "7", "bytes and sends 7")]
    public async Task HeadersThatContradictTheList_AreFoundOut(string header, string value, string says)
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = visit => visit.IsFor(Config) ? Faults.Status(200, (header, value)) : null;

        Assert.Contains(says, await pulling.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AConnectionThatBringsNothing_IsGivenUp()
    {
        await using var pulling = await Pulling.StartAsync();
        string sha = pulling.File(Weights).Sha256!;
        pulling.Server.Misbehaviour = visit => visit.IsFor(sha) ? Faults.CutAfter(0) : null;
        Assert.Matches(
            $"^The connection (was cut|ended) in the middle of {Weights} of {Pulling.Id}. It was tried 3 times; what has " +
            "come through is kept, so pulling again goes on from there.$",
            await pulling.RefusedAsync());

        pulling.Server.Misbehaviour = visit => visit.IsFor(sha) ? Faults.SilentAfter(500_000) : null;
        Assert.StartsWith(
            $"The server fell silent in the middle of {Weights} of {Pulling.Id}.",
            await pulling.RefusedAsync(pulling.Options with { Attempts = 1, StallTimeout = TimeSpan.FromSeconds(5) }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Weights)]
    [InlineData(Config)]
    public async Task DamagedBytes_AreDeletedAndSaidSo(string name)
    {
        await using var pulling = await Pulling.StartAsync();
        var file = pulling.File(name);
        pulling.Server.Misbehaviour = visit => visit.IsFor(file.Sha256 ?? name) ? Faults.Corrupt() : null;

        Assert.StartsWith($"{name} of {Pulling.Id} came through damaged", await pulling.RefusedAsync(), StringComparison.Ordinal);

        Assert.DoesNotContain(
            pulling.Kept("*"),
            path => path.Contains(file.Hash, StringComparison.Ordinal) && !path.EndsWith(".lock", StringComparison.Ordinal));
        Assert.Empty(pulling.Cache.Models());

        pulling.Server.Misbehaviour = _ => null;
        Pulling.AssertSame(Repository.TinyModel, (await pulling.PullAsync()).Folder);
    }

    [Fact]
    public async Task SizesThatLie_AreFoundOut()
    {
        await using var pulling = await Pulling.StartAsync();
        string sha = pulling.File(Weights).Sha256!;
        pulling.Server.Misbehaviour = visit => visit.IsFor(sha) ? Faults.Body("less than was promised") : null;
        Assert.Contains("bytes and sends 22", await pulling.RefusedAsync(), StringComparison.Ordinal);

        var files = pulling
            .Server[Pulling.Id.Name]
            .FilesOf(pulling.Commit)
            .Select(file => file.Path == Weights ? file with { Size = 1000 } : file);
        pulling.Server[Pulling.Id.Name].Publish([.. files]);
        pulling.Server.Misbehaviour = _ => null;
        Assert.Contains(
            "lists transformer/diffusion_pytorch_model.safetensors of zai-org/CogVideoX-tiny with 1000 bytes and sends",
            await pulling.RefusedAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(pulling.Kept($"{sha}*"), path => !path.EndsWith(".lock", StringComparison.Ordinal));
    }
}
