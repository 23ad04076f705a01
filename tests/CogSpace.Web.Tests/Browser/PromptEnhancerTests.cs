using CogSpace.Web.Tests.Enhancing;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>The button beside the prompt, with a language model and without.</summary>
public sealed class PromptEnhancerTests(Chromium chromium, SharedServers servers)
{
    private const string Better = "A large red circle moves slowly from left to right on a white background.";

    [Fact]
    public async Task WithALanguageModel_OldAndNewAreShown_AndUndoBringsTheOldBack()
    {
        await using var model = await TestLanguageModel.StartAsync(
            TestLanguageModel.Says($"Sure! \"{Better}\""), TestLanguageModel.Says(Better),
            TestLanguageModel.Says($"{Better} Again."), TestLanguageModel.Says("<b>no</b>"));
        await using var server = await ServerProcess.StartAsync(
            $"OPENAI_BASE_URL={model.BaseUrl}", "OPENAI_API_KEY=sk-hidden", "Enhancer__Model=some-model");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio["prompt"].FillAsync(" a ball ");
        await studio["enhance"].ClickAsync();
        await Assertions.Expect(studio["enhanced-text"]).ToHaveTextAsync(Better);
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(Better);
        await Assertions.Expect(studio["enhance-before"]).ToHaveTextAsync("a ball");
        Assert.Equal("<idea>a ball</idea>", model.Visits.Single().Said("user")[^1]);
        Assert.Equal("Bearer sk-hidden", model.Visits.Single().Authorization);
        Assert.DoesNotContain("sk-hidden", await studio.Page.ContentAsync(), StringComparison.Ordinal);
        await studio["enhance-undo"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(" a ball ");

        // Asked twice, it starts from the same words twice; a reload keeps what was made of them.
        await studio["enhance"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(Better);
        await studio["enhance"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync($"{Better} Again.");
        await Assertions.Expect(studio["enhance-before"]).ToHaveTextAsync("a ball");
        Assert.All(model.Visits, visit => Assert.Equal("<idea>a ball</idea>", visit.Said("user")[^1]));
        await studio.Page.ReloadAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync($"{Better} Again.");

        await studio["prompt"].FillAsync("a ball");
        await studio["enhance"].ClickAsync();
        await Assertions.Expect(studio["enhance-error"]).ToContainTextAsync("a piece of a web page");
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a ball");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task Waiting_CanBeStopped_AndEndsWithTheTab()
    {
        await using var model = await TestLanguageModel.StartAsync(TestLanguageModel.IsSilent());
        await using var server = await ServerProcess.StartAsync($"Enhancer__BaseUrl={model.BaseUrl}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio["prompt"].FillAsync("a ball");
        await studio["enhance"].ClickAsync();
        await Assertions.Expect(studio["enhance"]).ToHaveTextAsync("Rewriting");
        await studio["enhance-stop"].ClickAsync();
        await Assertions.Expect(studio["enhance"]).ToHaveTextAsync("Enhance");
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a ball");
        await model.Left.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await studio["enhance-error"].CountAsync());
        await studio.Page.CloseAsync();

        await using var leaving = await TestLanguageModel.StartAsync(TestLanguageModel.IsSilent());
        await using var other = await ServerProcess.StartAsync(
            $"Enhancer__BaseUrl={leaving.BaseUrl}", "Enhancer__Timeout=00:10:00");
        studio = await Studio.OpenAsync(browser, other.Address);
        await studio["prompt"].FillAsync("a ball");
        await studio["enhance"].ClickAsync();
        await studio["enhance-stop"].WaitForAsync();
        await studio.Page.GotoAsync("about:blank");
        await leaving.Left.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task WhatIsWrittenMeanwhile_IsNotOverwritten()
    {
        var go = new TaskCompletionSource();
        await using var model = await TestLanguageModel.StartAsync(async context =>
        {
            await go.Task.WaitAsync(context.RequestAborted);
            await TestLanguageModel.Says(Better)(context);
        });
        await using var server = await ServerProcess.StartAsync($"Enhancer__BaseUrl={model.BaseUrl}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio["prompt"].FillAsync("a ball");
        await studio["enhance"].ClickAsync();
        await studio["enhance-stop"].WaitForAsync();
        string tokens = await studio["token-count"].InnerTextAsync();
        await studio["prompt"].FillAsync("a box and a ring and a heart");
        await Assertions.Expect(studio["token-count"]).Not.ToHaveTextAsync(tokens);       // the server has seen it
        go.SetResult();
        await Assertions.Expect(studio["enhanced-text"]).ToHaveTextAsync(Better);
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a box and a ring and a heart");
        await studio["enhance-use"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(Better);
        await studio["enhance-undo"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a box and a ring and a heart");
    }

    [Fact]
    public async Task ForAModelThatIsNotOurs_PlainEnglishIsOffered()
    {
        using var models = new TemporaryFolder();
        models.CopyOf(Repository.Models);
        Directory.Move(models["cogspace-tiny"], models["another"]);
        await using var server = await ServerProcess.StartAsync($"Models__Folder={models.FullPath}", "Models__Default=another");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio["prompt"].FillAsync("a cat");
        await studio["enhance"].ClickAsync();
        await studio["part-motion"].SelectOptionAsync("*");
        await studio["part-motion-own"].FillAsync("chasing its tail");
        await studio["part-camera"].SelectOptionAsync("");
        await Assertions
            .Expect(studio["enhanced-text"])
            .ToHaveTextAsync("a cat chasing its tail in front of a plain, softly blurred background, soft daylight");
        await Assertions.Expect(studio["part-subject"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task WithoutALanguageModel_WhatIsMissingIsOffered()
    {
        var server = await servers.AddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await studio["prompt"].FillAsync("a green square");
        await studio["enhance"].DblClickAsync();
        await Assertions.Expect(studio["enhance-before"]).ToHaveTextAsync("a green square");
        await studio["enhance-undo"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToBeFocusedAsync();
        await studio["enhance"].FocusAsync();
        await studio.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(studio["enhance-note"]).ToContainTextAsync("No language model was used");
        await Assertions.Expect(studio["enhance"]).ToBeFocusedAsync();
        await studio["part-motion"].SelectOptionAsync("bounces");
        await studio["part-setting"].SelectOptionAsync("on a sunset background");
        await studio["part-size"].SelectOptionAsync("");
        await Assertions.Expect(studio["enhanced-text"]).ToHaveTextAsync("a green square bounces on a sunset background");
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a green square bounces on a sunset background");

        // What is written by hand is not overwritten, and the way back stays.
        await studio["prompt"].FillAsync("a green square and more");
        await Assertions.Expect(studio["part-motion"]).ToHaveCountAsync(0);
        await studio["enhance-undo"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a green square");
        await Assertions.Expect(studio["prompt"]).ToBeFocusedAsync();
        await Assertions.Expect(studio["enhanced-text"]).ToHaveCountAsync(0);
        Assert.Empty(studio.Complaints);
    }
}
