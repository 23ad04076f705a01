using System.Net;
using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Hosting;

/// <summary>What the whole server, with its page, says to requests that are not as they should be.</summary>
public sealed class AnswersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWrongFormToken_IsRefusedWithASentence()
    {
        using var server = ServerProcess.Start(_folder);
        using var browser = new HttpClient { BaseAddress = await server.ListensAsync() };
        using var form = new FormUrlEncodedContent([new("_handler", "any"), new("__RequestVerificationToken", "wrong")]);

        using var answer = await browser.PostAsync("/", form, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(
            "The server cannot answer this: Bad Request (400). Please load the page again.\n",
            await answer.Content.ReadAsStringAsync(Cancel));
        Assert.DoesNotContain("fail:", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyWhatIsNotFound_IsAnsweredWithThePageThatSaysSo()
    {
        using var server = ServerProcess.Start(_folder);
        using var browser = new HttpClient { BaseAddress = await server.ListensAsync() };

        using var missing = await browser.GetAsync("/no-such-page", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("There is no such video here", await missing.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        using var wrongMethod = await browser.DeleteAsync($"/videos/{new string('0', 32)}.mp4", Cancel);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrongMethod.StatusCode);
        Assert.Contains(
            "Method Not Allowed (405)", await wrongMethod.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFramedPageWithoutAProxy_IsWarnedOfOnce_AndShown()
    {
        using var server = ServerProcess.Start(_folder, "Hosting__FrameAncestors__0=https://huggingface.co");
        using var browser = new HttpClient { BaseAddress = await server.ListensAsync() };

        for (int visit = 0; visit < 3; visit++)
            Assert.Contains("CogSpace", await browser.GetStringAsync("/", Cancel), StringComparison.Ordinal);

        Assert.Single(
            server.Output.Split('\n'),
            line =>
                line.Contains("Hosting__FrameAncestors is set and Hosting__TrustedProxies is not", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("fail:", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", server.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
