using CogSpace.Tests.Rewriting;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>The Rewrite button below the prompt, with a language model and without.</summary>
public sealed class PromptRewritingTests(Chromium chromium, SharedServers servers)
{
    private const string Better = "A large red circle moves slowly from left to right on a white background.";

    [Fact]
    public async Task WithALanguageModel_OldAndNewAreShown_AndUndoBringsTheOldBack()
    {
        await using var model = await TestLanguageModel.StartAsync(
            TestLanguageModel.Says($"Sure! \"{Better}\""), TestLanguageModel.Says(Better),
            TestLanguageModel.Says($"{Better} Again."), TestLanguageModel.Says("<b>no</b>"));
        await using var server = await StudioServer.StartAsync(
            $"OPENAI_BASE_URL={model.BaseUrl}", "OPENAI_API_KEY=sk-hidden", "Rewriter__Model=some-model");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio["prompt"].FillAsync(" a ball ");
        await studio["rewrite"].DblClickAsync();
        await Assertions.Expect(studio["rewritten-text"]).ToHaveTextAsync(Better);
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(Better);
        await Assertions.Expect(studio["rewrite-before"]).ToHaveTextAsync("a ball");
        Assert.Equal("<idea>a ball</idea>", model.Visits.Single().Said("user")[^1]);
        Assert.Equal("Bearer sk-hidden", model.Visits.Single().Authorization);
        Assert.DoesNotContain("sk-hidden", await studio.Page.ContentAsync(), StringComparison.Ordinal);
        await studio["rewrite-undo"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(" a ball ");
        await Assertions.Expect(studio["prompt"]).ToBeFocusedAsync();
        await Assertions.Expect(studio["rewritten-text"]).ToHaveCountAsync(0);

        // Asked twice, it starts from the same words twice; a reload keeps what was made of them.
        await studio["rewrite"].FocusAsync();
        await studio.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(Better);
        await studio["rewrite"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync($"{Better} Again.");
        await Assertions.Expect(studio["rewrite-before"]).ToHaveTextAsync("a ball");
        Assert.All(model.Visits, visit => Assert.Equal("<idea>a ball</idea>", visit.Said("user")[^1]));
        await studio.Page.ReloadAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync($"{Better} Again.");

        await studio["prompt"].FillAsync("a ball");
        await studio["rewrite"].ClickAsync();
        await Assertions.Expect(studio["rewrite-error"]).ToContainTextAsync("a piece of a web page");
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a ball");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task Waiting_CanBeStopped_AndEndsWithTheTab()
    {
        await using var model = await TestLanguageModel.StartAsync(TestLanguageModel.IsSilent());
        await using var server = await StudioServer.StartAsync($"Rewriter__BaseUrl={model.BaseUrl}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio["prompt"].FillAsync("a ball");
        await studio["rewrite"].ClickAsync();
        await Assertions.Expect(studio["rewrite"]).ToHaveTextAsync("Rewriting");
        await studio["rewrite-stop"].ClickAsync();
        await Assertions.Expect(studio["rewrite"]).ToHaveTextAsync("Rewrite");
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a ball");
        await model.Left.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await studio["rewrite-error"].CountAsync());
        await studio.Page.CloseAsync();

        await using var leaving = await TestLanguageModel.StartAsync(TestLanguageModel.IsSilent());
        await using var other = await StudioServer.StartAsync(
            $"Rewriter__BaseUrl={leaving.BaseUrl}", "Rewriter__Timeout=00:10:00");
        studio = await Studio.OpenAsync(browser, other.Address);
        await studio["prompt"].FillAsync("a ball");
        await studio["rewrite"].ClickAsync();
        await studio["rewrite-stop"].WaitForAsync();
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
        await using var server = await StudioServer.StartAsync($"Rewriter__BaseUrl={model.BaseUrl}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio["prompt"].FillAsync("a ball");
        await studio["rewrite"].ClickAsync();
        await studio["rewrite-stop"].WaitForAsync();
        string tokens = await studio["token-count"].InnerTextAsync();
        await studio["prompt"].FillAsync("a box and a ring and a heart");
        await Assertions.Expect(studio["token-count"]).Not.ToHaveTextAsync(tokens);       // the server has seen it
        go.SetResult();
        await Assertions.Expect(studio["rewritten-text"]).ToHaveTextAsync(Better);
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a box and a ring and a heart");
        await studio["rewrite-use"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(Better);
        await studio["rewrite-undo"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a box and a ring and a heart");
    }

    [Fact]
    public async Task WhatIsWrittenAfterwards_ClosesTheBox_SoThatUndoCannotDestroyIt()
    {
        await using var model = await TestLanguageModel.StartAsync(TestLanguageModel.Says(Better));
        await using var server = await StudioServer.StartAsync($"Rewriter__BaseUrl={model.BaseUrl}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio["prompt"].FillAsync("a ball");
        await studio["rewrite"].ClickAsync();
        await studio["rewrite-undo"].WaitForAsync();
        await studio["prompt"].FillAsync($"{Better} Mine.");
        await Assertions.Expect(studio["rewritten-text"]).ToHaveCountAsync(0);
        await Assertions.Expect(studio["rewrite-undo"]).ToHaveCountAsync(0);
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync($"{Better} Mine.");

        // Another prompt from the page closes it, too.
        await studio["rewrite"].ClickAsync();
        await studio["rewrite-undo"].WaitForAsync();
        const string example = "a green circle bounces on a sunset background";
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = example }).ClickAsync();
        await Assertions.Expect(studio["rewrite-undo"]).ToHaveCountAsync(0);
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(example);
    }

    [Fact]
    public async Task APromptInAnotherScript_IsSaidBeforeItIsQueued_AndTranslated()
    {
        await using var model = await TestLanguageModel.StartAsync(TestLanguageModel.Says(Better));
        await using var server = await StudioServer.StartAsync($"Rewriter__BaseUrl={model.BaseUrl}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio["prompt"].FillAsync("красный круг движется вправо on white");
        await Assertions
            .Expect(studio["unknown-words"])
            .ToContainTextAsync("CogVideoX understands English; 4 of 6 words are unknown to it.");
        await studio["translate"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(Better);
        await Assertions.Expect(studio["unknown-words"]).ToHaveCountAsync(0);
        Assert.Equal(
            "<idea>красный круг движется вправо on white</idea>",
            Assert.Single(model.Visits).Said("user")[^1]);
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task OnTheImageTab_TheLanguageModelIsShownThePicture()
    {
        await using var model = await TestLanguageModel.StartAsync(
            TestLanguageModel.Says(Better), TestLanguageModel.Says($"{Better} Again."));
        await using var server = await StudioServer.StartAsync($"Rewriter__BaseUrl={model.BaseUrl}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio.ChooseAsync(
            "image", Path.Combine(Repository.TinyImageModel, "examples", "pink-heart.png"));
        await studio["prompt"].FillAsync("it moves");
        await Assertions.Expect(studio.Page.Locator("#rewrite-help")).ToContainTextAsync("and is shown your picture");
        await studio["rewrite"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(Better);
        string picture = Assert.Single(Assert.Single(model.Visits).Pictures);
        Assert.StartsWith("data:image/jpeg;base64,", picture, StringComparison.Ordinal);

        await studio.TabAsync("prompt");
        await studio["rewrite"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync($"{Better} Again.");
        Assert.Empty(model.Visits.Last().Pictures);
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task WithoutALanguageModel_RewritingIsNotOffered()
    {
        var server = await servers.AddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await studio["prompt"].FillAsync("a green square");
        await Assertions.Expect(studio["token-count"]).ToBeVisibleAsync();
        await Assertions.Expect(studio["rewrite"]).ToHaveCountAsync(0);

        await studio["prompt"].FillAsync("🦊 ❄️");
        await Assertions
            .Expect(studio["unknown-words"])
            .ToHaveTextAsync("CogVideoX understands English; nothing in this prompt is known to it.");
        await Assertions.Expect(studio["translate"]).ToHaveCountAsync(0);
        Assert.Empty(studio.Complaints);
    }
}
