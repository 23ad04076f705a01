using System.Collections.Concurrent;
using System.Globalization;
using CogSpace.Generation.Hub;

namespace CogSpace.Generation.Tests.Hub;

/// <summary>Pulling from hubs, and through networks, that do not behave.</summary>
public sealed class FaultyHubTests
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

        CacheRemoval.Remove(pulling.Cache, Pulling.Id);
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

    [Theory]
    [InlineData(429, "Retry-After", "0")]
    [InlineData(500, "X-Any", "1")]
    [InlineData(503, "Retry-After", "0")]
    public async Task ABusyServer_IsAskedAgain(int status, string header, string value)
    {
        await using var pulling = await Pulling.StartAsync();
        var seen = new ConcurrentDictionary<string, bool>();
        pulling.Server.Misbehaviour = visit => seen.TryAdd(visit.Path, true) ? Faults.Status(status, (header, value)) : null;

        Pulling.AssertSame(Repository.TinyModel, (await pulling.PullAsync()).Folder);
    }

    [Fact]
    public async Task AServerThatStaysBusy_IsGivenUp_AndWhatAsksForPatienceGetsIt()
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = _ => Faults.Status(503);
        Assert.Contains(
            "answered 503 (Service Unavailable) when it was asked for its commit of zai-org/CogVideoX-tiny. It was tried 3 times",
            await pulling.RefusedAsync(), StringComparison.Ordinal);

        pulling.Server.Misbehaviour = _ => Faults.Status(429, ("Retry-After", "7200"));
        Assert.Contains("left alone for 120 minutes", await pulling.RefusedAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, null, "Set HF_TOKEN to a token of")]
    [InlineData(401, "GatedRepo", "is gated: accept its terms on")]
    [InlineData(403, "GatedRepo", "is gated: accept its terms on")]
    [InlineData(403, null, "refuses zai-org/CogVideoX-tiny (403)")]
    [InlineData(404, "RepoNotFound", "There is no zai-org/CogVideoX-tiny on http://127.0.0.1")]
    [InlineData(418, null, "answered 418")]
    public async Task ARefusal_IsASentence_AndIsNotTriedAgain(int status, string? code, string sentence)
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = _ => code is null ? Faults.Status(status) : Faults.Status(status, ("X-Error-Code", code));

        Assert.Contains(sentence, await pulling.RefusedAsync(), StringComparison.Ordinal);
        Assert.Single(pulling.Server.Visits);
    }

    [Fact]
    public async Task WhatIsNotThere_IsSaidPrecisely()
    {
        await using var pulling = await Pulling.StartAsync();

        Assert.Contains(
            "There is no zai-org/other on http://127.0.0.1",
            await pulling.RefusedAsync(id: new HubModelId("zai-org/other")),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "zai-org/CogVideoX-tiny has no revision \"v9\".",
            await pulling.RefusedAsync(id: Pulling.Id with { Revision = "v9" }));
        Assert.Contains("does not accept the token (401)", await Refused401Async(pulling), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/")]
    [InlineData(Config)]
    [InlineData("/cdn/")]
    public async Task AWebPage_IsNoModel(string where)
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = visit => visit.Path.Contains(where, StringComparison.Ordinal) ? Faults.Page() : null;

        Assert.Contains("answered with a web page where", await pulling.RefusedAsync(), StringComparison.Ordinal);
        Assert.Empty(pulling.Cache.Models());
    }

    [Theory]
    [InlineData("/revision/", "{\"sha\":\"../../etc\"}", "the commit of revision")]
    [InlineData("/revision/", "nonsense", "is no JSON")]
    [InlineData("/tree/", "{}", "is not a list")]
    [InlineData(
        "/tree/",
        """[{"type":"file","path":"../evil","size":1,"oid":"0123456789012345678901234567890123456789"}]""",
        "named \"../evil\""
    )]
    [InlineData(
        "/tree/",
        """[{"type":"file","path":"/etc/evil","size":1,"oid":"0123456789012345678901234567890123456789"}]""",
        "named \"/etc/evil\""
    )]
    [InlineData(
        "/tree/",
        """[{"type":"file","path":"a\\..\\evil","size":1,"oid":"0123456789012345678901234567890123456789"}]""",
        "outside of the model's folder"
    )]
    [InlineData("/tree/", """[{"type":"file","path":"good","size":1,"oid":"../../evil"}]""", "the hash of good")]
    [InlineData(
        "/tree/",
        """[{"type":"file","path":"good","size":-1,"oid":"0123456789012345678901234567890123456789"}]""",
        "the size or"
    )]
    public async Task WhatCannotBe_IsNotBelieved(string where, string json, string sentence)
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = visit => visit.Path.Contains(where, StringComparison.Ordinal) ? Faults.Json(json) : null;

        Assert.Contains(sentence, await pulling.RefusedAsync(), StringComparison.Ordinal);
        Assert.Empty(pulling.Kept("*"));
    }

    [Fact]
    public async Task AnIndexThatLeadsOutside_IsRefused()
    {
        await using var pulling = await Pulling.StartAsync();
        string folder = pulling["published"];
        Sharded.Publish(folder);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "transformer", "diffusion_pytorch_model.safetensors.index.json"),
            """{"weight_map":{"a":"../../../evil"}}""",
            TestContext.Current.CancellationToken
        );
        pulling.Server[Pulling.Id.Name].Publish(folder);

        Assert.Contains(
            "names \"../../../evil\", which is not a file beside it", await pulling.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheToken_GoesToTheHubAlone()
    {
        await using var pulling = await Pulling.StartAsync();

        await pulling.PullAsync(pulling.Options with { Token = "hf_secret" });

        Assert.All(pulling.Server.Visits, visit => Assert.Equal(visit.IsCdn ? null : "Bearer hf_secret", visit.Token));
        Assert.Contains(pulling.Server.Visits, visit => visit.IsCdn);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "is not safe to follow")]
    [InlineData("/zai-org/CogVideoX-tiny/resolve/main/vae/config.json", "in circles")]
    public async Task AStrangeRedirect_IsNotFollowed(string target, string sentence)
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = visit => visit.IsFor(Config) ? Faults.Redirect(target) : null;

        Assert.Contains(sentence, await pulling.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoHub_IsSaid()
    {
        await using var pulling = await Pulling.StartAsync();

        Assert.Contains(
            "127.0.0.1:1 could not be reached",
            await pulling.RefusedAsync(pulling.Options with { Endpoint = new Uri("http://127.0.0.1:1") }),
            StringComparison.Ordinal
        );
    }

    private static async Task<string> Refused401Async(Pulling pulling)
    {
        pulling.Server.Misbehaviour = _ => Faults.Status(401);
        return await pulling.RefusedAsync(pulling.Options with { Token = "hf_wrong" });
    }
}
