using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>What cannot be made is said in a sentence, and nothing is queued.</summary>
[Collection("browser")]
public sealed class BadInputTests(Chromium chromium)
{
    [Fact]
    public async Task WrongInput_IsASentence()
    {
        await using var server = await ServerProcess.StartAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        string tooLong = string.Join(' ', Enumerable.Repeat("red circle", 60));

        foreach (var (prompt, seed, sentence) in new[]
        {
            ("", "-1", "prompt is empty"),
            ("  \n ", "-1", "prompt is empty"),
            (tooLong, "-1", "too long"),
            ("a red \u0007 circle", "-1", "U+0007"),
            ("a red circle", "abc", "“abc” is no seed"),
            ("a red circle", "", "empty seed"),
            ("a red circle", "-2", "“-2” is no seed"),
            ("a red circle", "1.5", "“1.5” is no seed"),
            ("a red circle", "4294967296", "“4294967296” is no seed"),
            ("a red circle", new string('9', 500), "is no seed"),
        })
        {
            await studio.GenerateAsync(prompt, seed);
            await Assertions.Expect(studio["error"]).ToContainTextAsync(sentence, new() { IgnoreCase = true });
        }

        Assert.Equal(0, await studio["history-item"].CountAsync());
        await studio.GenerateAsync("a red circle", " 5 ");
        await studio.FinishedAsync();
        Assert.Equal(0, await studio["error"].CountAsync());
    }

    [Fact]
    public async Task HugeText_DoesNotBreakThePage()
    {
        await using var server = await ServerProcess.StartAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio["prompt"].FillAsync(new string('ä', 1_000_000));
        await studio["generate"].ClickAsync();
        Assert.Contains("20000 characters", await studio.ErrorAsync(), StringComparison.Ordinal);

        await studio.GenerateAsync("a red circle");
        await studio.FinishedAsync();
    }

    [Fact]
    public async Task TokenCount_FollowsEveryKey()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio["prompt"].PressSequentiallyAsync("a red circle moves up and down and up and down");

        // Fast typing loses no letter.
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a red circle moves up and down and up and down");
        await Assertions.Expect(studio["token-count"]).ToHaveTextAsync("12 / 64 tokens");
    }

    [Fact]
    public async Task DamagedModel_IsSaidOnThePage()
    {
        using var empty = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync($"Models__Folder={empty.FullPath}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await Assertions.Expect(studio.Page.Locator("header")).ToContainTextAsync("model", new() { IgnoreCase = true });
        await studio.GenerateAsync("a red circle");
        Assert.Contains("model", await studio.ErrorAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownAddress_IsAPageWith404()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var browser = await chromium.NewContextAsync();
        var page = await browser.NewPageAsync();

        foreach (string path in new[] { "job/abc", "job/..%2f..%2fetc%2fpasswd", "job/0123456789abcdef0123456789abcdef", "nothing/here", "not-found" })
        {
            var response = await page.GotoAsync($"{server.Address}{path}");
            Assert.Equal(path == "not-found" ? 200 : 404, response!.Status);
            await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("no such");
        }
    }
}
