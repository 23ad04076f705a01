using System.Text.RegularExpressions;
using CogSpace.Tests.Rewriting;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>The policy by which a browser runs nothing but the page's own files, and where it may be framed.</summary>
public sealed partial class PolicyTests(Chromium chromium, SharedServers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task NoState_BreaksThePolicy(ColorScheme scheme)
    {
        var server = await servers.AddressAsync("Studio__Steps=20");
        await using var browser = await chromium.NewContextAsync(new() { ColorScheme = scheme });
        var studio = await Studio.OpenAsync(browser, server);

        await studio["generate"].ClickAsync();
        await studio.ErrorAsync();
        await studio["upscale"].CheckAsync();
        await studio.MakeAsync("a red circle moves from left to right on a white background", "7");
        await studio["compare"].GetByRole(AriaRole.Slider).FillAsync("60");
        await Assertions.Expect(studio.Page.Locator(".stage")).ToHaveAttributeAsync("style", "--before: 60%;");
        await studio.Page.RunAndWaitForDownloadAsync(() => studio["download-gif"].ClickAsync());
        foreach (string tab in new[] { "image", "video" })
        {
            await studio.ChooseExampleAsync(tab);
            await studio["crop"].FocusAsync();
            await studio.Page.Keyboard.PressAsync("+");
        }

        await studio["settings"].ClickAsync();
        await studio.Page.GotoAsync(new Uri(server, "job/0123456789abcdef0123456789abcdef").ToString());
        await studio.Page.GetByText("There is no such video here").WaitForAsync();

        // The page of the missing job is answered with 404, which the console says by itself.
        Assert.DoesNotContain(studio.Complaints, text => !text.Contains("404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatSomebodyPutsIntoThePage_DoesNotRun_AndIsNoticed()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await studio.Page.EvaluateAsync(
            """
            () => {
              const script = document.createElement('script');
              script.textContent = 'window.ran = 1';
              document.body.append(script);
              const style = document.createElement('style');
              style.textContent = 'body { outline: 9px solid red; }';
              document.head.append(style);
              const image = document.createElement('img');
              image.setAttribute('onerror', 'window.ran = 2');
              image.src = 'https://elsewhere.example/x.png';
              document.body.append(image);
            }
            """);

        foreach (string directive in new[] { "script-src-elem", "script-src-attr", "style-src-elem", "img-src" })
            await ExpectAsync(
                () => studio.Complaints.Any(text => text.StartsWith($"policy {directive} ", StringComparison.Ordinal)));
        Assert.True(await studio.Page.EvaluateAsync<bool>("window.ran === undefined"));
        Assert.Equal(
            "none", await studio.Page.EvaluateAsync<string>("getComputedStyle(document.body).outlineStyle"));
    }

    [Fact]
    public async Task AFrameOfAnAllowedSite_ShowsThePage_AndWorks_AndAnotherDoesNot()
    {
        await using var allowed = await ParentAsync();
        await using var other = await ParentAsync();
        await using var server = await ServerProcess.StartAsync(
            "Studio__Steps=1", $"Hosting__FrameAncestors__0={allowed.BaseUrl[..^"/v1".Length]}");
        string address = $"http://localhost:{server.Address.Port}/";        // another site than its parent's 127.0.0.1
        await using var browser = await chromium.NewContextAsync();
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add($"{message.Type}: {message.Text}");

        await FrameAsync(allowed);
        var frame = page.FrameLocator("iframe");
        await frame.Locator("[data-testid=prompt]:enabled").FillAsync("a red circle");
        await frame.GetByTestId("generate").ClickAsync();
        await frame.GetByTestId("video").WaitForAsync(new() { Timeout = 180_000 });
        Assert.DoesNotContain(complaints, text => text.StartsWith("error", StringComparison.Ordinal));

        await FrameAsync(other);
        await ExpectAsync(() => complaints.Any(text => text.Contains("frame-ancestors", StringComparison.Ordinal)));

        async Task FrameAsync(TestLanguageModel parent)
        {
            await page.GotoAsync(parent.BaseUrl);
            await page.EvaluateAsync(
                "src => { const frame = document.createElement('iframe'); frame.src = src; frame.width = 1000; " +
                "frame.height = 900; document.body.append(frame); }",
                address);
        }
    }

    [Fact]
    public async Task APageThatFails_SaysWhatToQuote_AndTheLogHasIt_AndItComesBack()
    {
        await using var server = await StudioServer.StartAsync();
        await using var browser = await chromium.NewContextAsync();
        const string script = "**/StudioForm.razor*.js";
        await browser.RouteAsync(       // tells the page something of another kind than it expects
            script,
            route => route.FulfillAsync(
                new() { ContentType = "text/javascript", Body = "export function attach() { return { tab: 5 }; }" }));
        var page = await browser.NewPageAsync();
        await page.GotoAsync(server.Address.ToString());

        var failure = page.GetByTestId("failure");
        await failure.WaitForAsync(new() { Timeout = 60_000 });
        string text = await failure.InnerTextAsync();
        string code = Quoted().Match(text).Groups[1].Value;
        Assert.NotEmpty(code);
        await ExpectAsync(() => server.Log.Contains($"Failure {code}: a page failed", StringComparison.Ordinal));
        Assert.DoesNotContain("Exception", await page.ContentAsync(), StringComparison.Ordinal);

        await browser.UnrouteAsync(script);
        await failure.GetByRole(AriaRole.Button).ClickAsync();
        await page.Locator("[data-testid=prompt]:enabled").WaitForAsync(new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task AClosedDemo_SaysSo_RefusesWithTheSameWords_AndShowsItsTerms()
    {
        const string Message = "Closed until <Monday>.";
        var server = await servers.AddressAsync(
            $"Demo__Closed={Message}", "Demo__Terms=By making a video you agree.", "Demo__TermsUrl=https://a.example/terms");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await Assertions.Expect(studio["closed"]).ToHaveTextAsync(Message);
        await Assertions.Expect(studio["terms"]).ToContainTextAsync("By making a video you agree.");
        await Assertions.Expect(studio["terms"].GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", "https://a.example/terms");
        await studio.GenerateAsync("a red circle");
        Assert.Equal(Message, await studio.ErrorAsync());
        await studio.TabAsync("image");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Try our" }).ClickAsync();
        Assert.Equal(Message, await studio.ErrorAsync());
    }

    private static Task<TestLanguageModel> ParentAsync() =>
        TestLanguageModel.StartAsync(TestLanguageModel.Sends(200, "text/html", "<!DOCTYPE html><body>A site.</body>"));

    private static async Task ExpectAsync(Func<bool> holds)
    {
        for (int look = 0; look < 600 && !holds(); look++)
            await Task.Delay(100, Cancel);
        Assert.True(holds());
    }

    [GeneratedRegex("quote (\\S+) when you report it")]
    private static partial Regex Quoted();
}
