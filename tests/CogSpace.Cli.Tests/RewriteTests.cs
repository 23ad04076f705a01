using CogSpace.Tests.Rewriting;

namespace CogSpace.Cli.Tests;

public sealed class RewriteTests
{
    private const string Better = "a large red circle moves from left to right on a white background";

    [Fact]
    public async Task Rewrite_PrintsWhatTheLanguageModelWrote()
    {
        await using var model = await TestLanguageModel.StartAsync(TestLanguageModel.Says($"Sure! \"{Better}\""));
        var run = await StartAsync(
            [$"Rewriter__BaseUrl={model.BaseUrl}", "Rewriter__Model=some-model"], "rewrite", "a red ball");

        Assert.Equal((0, $"{Better}\n", ""), (run.ExitCode, run.Output, run.Error));
        var visit = Assert.Single(model.Visits);
        Assert.Equal("<idea>a red ball</idea>", visit.Said("user")[^1]);
        Assert.Contains("some-model", visit.Body, StringComparison.Ordinal);
        Assert.Contains("COLOUR SHAPE MOTION", Assert.Single(visit.Said("system")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rewrite_WithAPicture_ShowsItToTheLanguageModel()
    {
        using var folder = new TemporaryFolder();
        await DrawnScene.SaveAsync(folder["a.png"], new byte[96 * 64 * 3], 96, 64);
        await using var model = await TestLanguageModel.StartAsync(TestLanguageModel.Says(Better));

        var run = await StartAsync([$"Rewriter__BaseUrl={model.BaseUrl}"], "rewrite", "it moves", "--image", folder["a.png"]);

        Assert.Equal((0, $"{Better}\n", ""), (run.ExitCode, run.Output, run.Error));
        string picture = Assert.Single(Assert.Single(model.Visits).Pictures);
        Assert.StartsWith("data:image/jpeg;base64,", picture, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rewrite_ByAServerThatFails_IsASentence()
    {
        await using var model = await TestLanguageModel.StartAsync(
            TestLanguageModel.Sends(401, "application/json", "{\"error\":{\"message\":\"no\"}}"));
        var run = await StartAsync([$"Enhancer__BaseUrl={model.BaseUrl}"], "rewrite", "a ball", "--for", "image");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("denies access (status 401). Correct Rewriter__ApiKey.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rewrite_WithoutALanguageModel_SaysWhatToSet()
    {
        var run = await StartAsync([], "rewrite", "a red ball");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("No language model is set. Set OPENAI_API_KEY,", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is empty", " ")]
    [InlineData("is not a valid source", "a ball", "--for", "sound")]
    [InlineData("goes with --for image", "a ball", "--for", "video", "--image", "a.png")]
    [InlineData("There is no file a.png", "a ball", "--image", "a.png")]
    public async Task Rewrite_OfBadInput_IsASentence(string sentence, params string[] arguments)
    {
        var run = await CliRun.StartAsync(["rewrite", .. arguments]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    // Without a language model of the developer's own.
    private static Task<CliRun> StartAsync(string[] variables, params string[] arguments)
    {
        string[] all = ["OPENAI_API_KEY=", "OPENAI_BASE_URL=", .. variables];
        var pairs = all.Select(variable => variable.Split('=', 2));
        return CliRun.StartAsync(pairs.ToDictionary(pair => pair[0], pair => pair[1]), arguments);
    }
}
