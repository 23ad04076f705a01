using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>What cannot be made is said in a sentence, and nothing is queued.</summary>
public sealed class BadInputTests(Chromium chromium, SharedServers servers)
{
    [Fact]
    public async Task WrongInput_IsASentence()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        string tooLong = string.Join(' ', Enumerable.Repeat("red circle", 60));

        foreach (var (prompt, seed, sentence) in new[]
        {
            ("", "-1", "prompt is empty"),
            ("  \n ", "-1", "prompt is empty"),
            ("\u200B\u2060", "-1", "prompt is empty"),
            ("a red \u0007 circle", "-1", "U+0007"),
            ("a red circle", "abc", "“abc” is not a valid seed"),
            ("a red circle", "-2", "“-2” is not a valid seed"),
            ("a red circle", "\u22122", "“\u22122” is not a valid seed"),
            ("a red circle", "1.5", "“1.5” is not a valid seed"),
            ("a red circle", "18446744073709551616", "“18446744073709551616” is not a valid seed"),
            ("a red circle", new string('9', 500), "is not a valid seed"),
        })
        {
            await studio.GenerateAsync(prompt, seed);
            await Assertions.Expect(studio["error"]).ToContainTextAsync(sentence, new() { IgnoreCase = true });
        }

        Assert.Equal(0, await studio["history-item"].CountAsync());
        await studio.GenerateAsync("a red circle", " 5 ");
        await studio.FinishedAsync();
        Assert.Equal(0, await studio["error"].CountAsync());
        await studio.GenerateAsync("a red circle", "\u22121");      // a minus as texts print it
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task HugeText_DoesNotBreakThePage()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await studio["prompt"].FillAsync(string.Concat(Enumerable.Repeat("ä ", 500_000)));
        Assert.Equal(10_000, (await studio["prompt"].InputValueAsync()).Length);
        await Assertions.Expect(studio["cut"]).ToHaveTextAsync("The model reads 64 tokens: the end of the prompt will be cut.");

        await studio.GenerateAsync("a red circle");
        await Assertions.Expect(studio["cut"]).ToHaveCountAsync(0);
        await studio.FinishedAsync();
    }

    [Fact]
    public async Task LongPrompt_IsCut_AndThePageSaysSoBeforeAndAfter()
    {
        await using var server = await StudioServer.StartAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        string prompt = string.Join(' ', Enumerable.Repeat("red circle", 60));
        await studio["prompt"].FillAsync(prompt);
        await Assertions.Expect(studio["cut"]).ToHaveTextAsync("The model reads 64 tokens: the end of the prompt will be cut.");
        await studio.GenerateAsync(prompt);
        await studio.FinishedAsync();

        Assert.Equal(0, await studio["error"].CountAsync());
        await Assertions.Expect(studio.Page.GetByText("the model looks at 64: the end of it was cut.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task WhatTheBrowserKept_IsIgnoredWhereItIsNotOurs()
    {
        var server = await servers.AddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        foreach (string kept in new[]
        {
            "7", "null", "[]", "\"image\"", "{", "{\"tab\":7,\"image\":{},\"video\":[1]}", "{\"tab\":\"7\",\"image\":\"../x\"}",
            "{\"prompt\":{\"length\":-1}}", $"{{\"image\":\"{new string('x', 500_000)}\"}}",
        })
        {
            await studio.Page.EvaluateAsync("kept => sessionStorage.setItem('cogspace-tab', kept)", kept);
            await studio.Page.ReloadAsync();
            await studio.ReadyAsync();
            await Assertions.Expect(studio["tab-prompt"]).ToHaveAttributeAsync("aria-selected", "true");
            await Assertions.Expect(studio["generate"]).ToBeEnabledAsync();
        }

        await studio.Page.EvaluateAsync("() => sessionStorage.setItem('cogspace-tab', '{\"tab\":\"Video\",\"image\":5}')");
        await studio.Page.ReloadAsync();
        await studio.ReadyAsync();
        await Assertions.Expect(studio["tab-video"]).ToHaveAttributeAsync("aria-selected", "true");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task TokenCount_FollowsEveryKey()
    {
        var server = await servers.AddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await studio["prompt"].PressSequentiallyAsync("a red circle moves up and down and up and down");

        // Fast typing loses no letter.
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a red circle moves up and down and up and down");
        await Assertions.Expect(studio["token-count"]).ToHaveTextAsync("12 / 64 tokens");
    }

    [Fact]
    public async Task TokenCount_DoesNotLookAtTheDisk()
    {
        using var models = new TemporaryFolder();
        models.CopyOf(Repository.Models);
        await using var server = await StudioServer.StartAsync($"Models__Folder={models.FullPath}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        await Assertions.Expect(studio.Page.Locator("header")).ToContainTextAsync("is ready");

        Directory.Move(models["cogspace-tiny"], models["away"]);
        await studio["prompt"].PressSequentiallyAsync("a red circle");

        await Assertions.Expect(studio["token-count"]).ToHaveTextAsync("4 / 64 tokens");
    }

    [Fact]
    public async Task NoModel_IsSaidOnThePage()
    {
        using var empty = new TemporaryFolder();
        await using var server = await StudioServer.StartAsync($"Models__Folder={empty.FullPath}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await Assertions.Expect(studio.Page.Locator("header")).ToContainTextAsync("There is no model \"cogspace-tiny\"");
        await studio.GenerateAsync("a red circle");
        Assert.Contains("There is no model \"cogspace-tiny\"", await studio.ErrorAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json", 0)]                                      // refused
    [InlineData("diffusion_pytorch_model.safetensors", 1)]              // found out when it runs
    public async Task DamagedModel_IsSaidOnThePage(string file, int jobs)
    {
        using var models = new TemporaryFolder();
        models.CopyOf(Repository.Models);
        await using (var cut = File.OpenWrite(models["cogspace-tiny", "transformer", file]))
            cut.SetLength(cut.Length / 2);
        await using var server = await StudioServer.StartAsync($"Models__Folder={models.FullPath}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        var header = studio.Page.Locator("header");
        await Assertions.Expect(header).ToContainTextAsync($"cogspace-tiny/transformer/{file}");
        await studio.GenerateAsync("a red circle");
        Assert.Contains($"cogspace-tiny/transformer/{file}", await studio.ErrorAsync(), StringComparison.Ordinal);

        Assert.Equal(jobs, await studio["history-item"].CountAsync());
        Assert.DoesNotContain(models.FullPath, await studio.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownAddress_IsAPageWith404()
    {
        var server = await servers.AddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var page = await browser.NewPageAsync();

        foreach (
            string path in new[]
            {
                "job/abc",
                "job/..%2f..%2fetc%2fpasswd",
                "job/0123456789abcdef0123456789abcdef",
                "nothing/here",
                "not-found",
            }
        )
        {
            var response = await page.GotoAsync($"{server}{path}");
            Assert.Equal(path == "not-found" ? 200 : 404, response!.Status);
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(
                path.StartsWith("job/", StringComparison.Ordinal)
                    ? "There is no such video here."
                    : "There is nothing at this address.");
        }
    }
}
