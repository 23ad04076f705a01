using CogSpace.Generation.Rewriting;
using CogSpace.Tests.Rewriting;
using CogSpace.Web.Moderation;
using CogSpace.Web.Rewriting;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Configuration;

namespace CogSpace.Web.Tests.Rewriting;

/// <summary>A language model is asked only for what the host wants, and what it writes is looked at, too.</summary>
public sealed class VisitorRewriterTests : IDisposable
{
    private static readonly Visitor Somebody = new("0123456789abcdef0123456789abcdef", "203.0.113.7");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatIsNotWanted_IsRefused_BeforeTheLanguageModelAndAfterIt()
    {
        await using var model = await TestLanguageModel.StartAsync(
            TestLanguageModel.Says("A naked child, in detail."), TestLanguageModel.Says("A red ball rolls slowly."));
        await using var server = await RunningServer.StartAsync(
            _folder,
            services => services.AddRewriter(new ConfigurationBuilder()
                .AddInMemoryCollection([new("Rewriter:BaseUrl", model.BaseUrl)]).Build()));

        var e = await RefusedAsync("naked children");
        Assert.Equal((422, 0), (e.Status, model.Visits.Count));
        e = await RefusedAsync("a ball");
        Assert.StartsWith("This rewritten prompt asks for something", e.Message, StringComparison.Ordinal);
        Assert.Single(model.Visits);
        Assert.Equal("A red ball rolls slowly.", await server.Rewriter.RewriteAsync(Somebody, "a ball", Brief(), Cancel));

        server.Blocks.Add(BlockKind.Address, "203.0.113.7");
        Assert.Equal(403, (await RefusedAsync("a ball")).Status);
        server.Sign.Close("Closed.");
        e = await RefusedAsync("a ball");
        Assert.Equal((503, "Closed."), (e.Status, e.Message));
        Assert.Equal(2, model.Visits.Count);

        Task<RefusedException> RefusedAsync(string prompt) => Assert.ThrowsAsync<RefusedException>(
            () => server.Rewriter.RewriteAsync(Somebody, prompt, Brief(), Cancel));
    }

    private static PromptBrief Brief() => PromptBrief.For(PromptPurpose.Video, "cogspace-tiny", null);
}
