using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>Small things that a visitor stumbles over.</summary>
public sealed class ControlsTests(Chromium chromium, SharedServers servers)
{
    [Fact]
    public async Task GifAndWebM_SayAtOnceThatTheyAreMade_AndWhyIfTheyAreNot()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var go = new TaskCompletionSource();
        await browser.RouteAsync(
            "**/videos/*.gif*",
            async route =>
            {
                await go.Task;
                await route.ContinueAsync();
            });
        await browser.RouteAsync(
            "**/videos/*.webm*",
            route => route.FulfillAsync(new() { Status = 503, Body = "The video cannot be converted now." }));
        var studio = await Studio.OpenAsync(browser, server);
        await studio.MakeAsync("❤️", "7");
        string address = studio.Page.Url;

        await studio["download-gif"].ClickAsync();
        await Assertions.Expect(studio["making"]).ToContainTextAsync("Making the GIF.");
        await Assertions.Expect(studio["download-gif"]).ToHaveAttributeAsync("aria-busy", "true");
        var download = await studio.Page.RunAndWaitForDownloadAsync(() =>
        {
            go.SetResult();
            return Task.CompletedTask;
        });
        Assert.Equal("video-seed-7.gif", download.SuggestedFilename);
        await Assertions.Expect(studio["making"]).ToBeEmptyAsync();

        await studio["download-webm"].ClickAsync();
        await Assertions.Expect(studio["making"]).ToHaveTextAsync("The video cannot be converted now.");
        await Assertions.Expect(studio["download-webm"]).Not.ToHaveAttributeAsync("aria-busy", "true");
        Assert.Equal(address, studio.Page.Url);
    }

    [Fact]
    public async Task Head_IsAnsweredLikeGet_WithoutABody()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        using var client = new HttpClient { BaseAddress = server };

        foreach (var (path, status) in new[]
        {
            ("", HttpStatusCode.OK),
            ("verify", HttpStatusCode.OK),
            ("healthz", HttpStatusCode.OK),
            ("favicon.svg", HttpStatusCode.OK),
            ("examples/heart-grows.mp4?model=cogspace-tiny", HttpStatusCode.OK),
            ("examples/heart-grows.mp4?model=cogspace-tiny-i2v", HttpStatusCode.NotFound),
            ("examples/heart-grows.mp4", HttpStatusCode.NotFound),
            ("about/documentation", HttpStatusCode.OK),
            ("about/README.md", HttpStatusCode.OK),
            ("about/README.zh-CN.md", HttpStatusCode.OK),
            ("about/README.ja.md", HttpStatusCode.OK),
            ("about/licence", HttpStatusCode.OK),
            ("about/notice", HttpStatusCode.OK),
            ("about/model?name=cogspace-tiny", HttpStatusCode.OK),
            ("about/model?name=..", HttpStatusCode.NotFound),
            ("about/appsettings.json", HttpStatusCode.NotFound),
            ("app.webmanifest", HttpStatusCode.OK),
            ("icons/progress-40.svg", HttpStatusCode.OK),
            ("examples/model_index.json?model=cogspace-tiny", HttpStatusCode.NotFound),
            ("examples/..%2Fmodel_index.json?model=cogspace-tiny", HttpStatusCode.NotFound),
            ("examples/heart-grows.mp4?model=..%2Fcogspace-tiny", HttpStatusCode.NotFound),
            ("job/0123456789abcdef0123456789abcdef", HttpStatusCode.NotFound),
            ("nothing/here", HttpStatusCode.NotFound),
        })
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, path);
            using var answer = await client.SendAsync(head, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == status, $"{path}: {answer.StatusCode}");
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task AnEmptySeedIsRandom_AndAnEmptyPromptHasNoTokens()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await Assertions.Expect(studio["token-count"]).ToHaveTextAsync("0 / 64 tokens");
        await studio["prompt"].FillAsync("  ");
        await Assertions.Expect(studio["token-count"]).ToHaveTextAsync("0 / 64 tokens");
        await studio.MakeAsync("a red circle", "");
        string first = await studio["seed-used"].InnerTextAsync();
        Assert.Matches("^[0-9]+$", first);
        await studio.MakeAsync("a blue circle", " ");
        Assert.NotEqual(first, await studio["seed-used"].InnerTextAsync());
    }

    [Fact]
    public async Task WhoLooksElsewhere_IsToldByTheIcon_AndByANotificationIfTheyWantOne()
    {
        var server = await servers.LongAddressAsync();
        await using var browser = await chromium.NewContextAsync();
        await browser.AddInitScriptAsync(
            """
            window.told = [];
            window.Notification = class {
              static permission = 'granted';
              static requestPermission = async () => 'granted';
              constructor(title, { body }) { window.told.push(body); }
            };
            Object.defineProperty(Document.prototype, 'hidden', { get: () => window.isAway ?? false });
            """);
        var studio = await Studio.OpenAsync(browser, server);
        var icon = studio.Page.Locator("link[rel=icon]");
        string usual = (await icon.GetAttributeAsync("href"))!;

        await studio.GenerateAsync("a red circle", "1");
        await studio["notify"].CheckAsync();
        await Assertions.Expect(icon).ToHaveAttributeAsync("href", new Regex(@"^icons/progress-\d+\.svg$"));
        await studio.Page.EvaluateAsync("window.isAway = true");
        await studio["cancel"].ClickAsync();
        await studio.Page.WaitForFunctionAsync("() => window.told.includes('Your video is cancelled: a red circle')");
        await Assertions.Expect(icon).ToHaveAttributeAsync("href", usual);
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task NoStrengthAtAll_CannotBePicked()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio.TabAsync("video");

        await studio["strength"].FocusAsync();
        await studio.Page.Keyboard.PressAsync("Home");
        await Assertions.Expect(studio["strength"]).ToHaveValueAsync("0.01");
        await Assertions.Expect(studio.Page.Locator("output[for=strength]")).ToHaveTextAsync("0.01");
        await Assertions.Expect(studio.Page.Locator("#strength-words")).ToContainTextAsync("Stays close to your video");
    }

    [Fact]
    public async Task ASwitch_IsTurnedByEnter_AndCtrlEnterSendsTheFormAsItIs()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio["prompt"].FillAsync("a red circle");

        await studio["upscale"].FocusAsync();
        await studio.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(studio["upscaler"]).ToBeVisibleAsync();
        await Assertions.Expect(studio["upscale"]).ToBeCheckedAsync();
        await studio.Page.ReloadAsync();
        await studio.ReadyAsync();
        await Assertions.Expect(studio["upscale"]).ToBeCheckedAsync();

        await studio["upscale"].FocusAsync();
        await studio.Page.Keyboard.PressAsync("Space");
        await Assertions.Expect(studio["upscaler"]).ToBeHiddenAsync();
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(0);
        await studio.Page.Keyboard.PressAsync("Control+Enter");
        await studio.FinishedAsync();
        await Assertions.Expect(studio["upscale"]).Not.ToBeCheckedAsync();
        await Assertions.Expect(studio["compare"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task HowItWasComputed_IsFoldedBehindDetails()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio.MakeAsync("a red circle", "1");

        var jargon = studio.Page.GetByText(" on cpu");
        await Assertions.Expect(jargon).ToBeHiddenAsync();
        await studio["details"].ClickAsync();
        await Assertions.Expect(jargon).ToBeVisibleAsync();
    }

    [Fact]
    public async Task WithoutJavaScript_TheFirstLineSaysSo()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(server.ToString());

        string text = await page.Locator("body").InnerTextAsync();
        Assert.StartsWith("This page needs JavaScript", text.TrimStart(), StringComparison.Ordinal);
    }
}
