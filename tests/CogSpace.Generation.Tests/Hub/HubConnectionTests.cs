using System.Collections.Concurrent;
using CogSpace.Generation.Hub;

namespace CogSpace.Generation.Tests.Hub;

/// <summary>Hubs that are busy, refuse, redirect, or are none.</summary>
public sealed class HubConnectionTests
{
    private const string Config = "vae/config.json";

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
        pulling.Server.Misbehaviour = visit =>
            visit.IsFor(Config) ? Faults.Status(404, ("X-Error-Code", "EntryNotFound")) : null;
        Assert.Equal("zai-org/CogVideoX-tiny has no vae/config.json.", await pulling.RefusedAsync());
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
    public async Task AHubThatDoesNotAnswer_IsSaid()
    {
        await using var pulling = await Pulling.StartAsync();
        pulling.Server.Misbehaviour = _ => async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };

        Assert.Contains(
            $" did not answer when it was asked for its commit of {Pulling.Id}.",
            await pulling.RefusedAsync(pulling.Options with { Attempts = 1, StallTimeout = TimeSpan.FromSeconds(1) }),
            StringComparison.Ordinal);
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
