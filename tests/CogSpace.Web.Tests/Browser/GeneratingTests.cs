using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>From a sentence in the form to a file on the visitor's disk.</summary>
public sealed class GeneratingTests(Chromium chromium, SharedServers servers)
{
    private const int Width = 96;
    private const int Height = 64;

    [Fact]
    public async Task Prompt_BecomesAVideoThatObeysIt()
    {
        var server = await servers.AddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await studio.GenerateAsync("a large red heart grows on a white background", "11");
        await studio["progress"].WaitForAsync();
        await studio["cancel"].WaitForAsync();
        Assert.NotEqual("", await studio["stage"].InnerTextAsync());
        Assert.NotEqual("", await studio["eta"].InnerTextAsync());
        await studio.FinishedAsync();
        Assert.Equal("11", await studio["seed-used"].InnerTextAsync());

        using var folder = new TemporaryFolder();
        var download = await studio.Page.RunAndWaitForDownloadAsync(() => studio["download-mp4"].ClickAsync());
        Assert.Equal("a-large-red-heart-grows-on-a-white-background-seed-11.mp4", download.SuggestedFilename);
        await download.SaveAsAsync(folder["clip.mp4"]);

        var stream = await Programs.ProbeAsync(folder["clip.mp4"]);
        Assert.Equal("49", stream.GetProperty("nb_read_frames").GetString());
        Assert.Equal("8/1", stream.GetProperty("r_frame_rate").GetString());
        var frames = await Programs.DecodeAsync(folder["clip.mp4"], Width, Height);
        Assert.All(
            frames,
            frame => Assert.True(IsWhite(frame, 2, 2) && IsWhite(frame, Width - 3, Height - 3), "The background is white."));
        Assert.True(RedPixels(frames[0]) > 20, "The heart is red.");
        Assert.True(
            RedPixels(frames[^1]) > 3 * RedPixels(frames[0]),
            $"The heart grows: {RedPixels(frames[0])} red pixels became {RedPixels(frames[^1])}.");
    }

    [Fact]
    public async Task Video_PlaysInThePageAndAnswersRanges()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(Chromium.Moving());
        var studio = await Studio.OpenAsync(browser, server);

        await studio.GenerateAsync("a red circle", "4294967295");
        await studio.FinishedAsync();

        var video = studio["video"];
        foreach (string attribute in new[] { "controls", "playsinline", "loop", "muted", "autoplay" })
            Assert.NotNull(await video.GetAttributeAsync(attribute));
        await studio.Page.WaitForFunctionAsync(
            "() => { const video = document.querySelector('[data-testid=video]'); return !video.paused && " +
            "video.currentTime > 0.2 && video.videoWidth === 96; }"
        );
        int status = await studio.Page.EvaluateAsync<int>(
            "async () => (await fetch(document.querySelector('[data-testid=video]').currentSrc, { headers: { Range: " +
            "'bytes=10-19' } })).status"
        );
        Assert.Equal(206, status);
        Assert.Equal("4294967295", await studio["seed-used"].InnerTextAsync());
    }

    [Fact]
    public async Task Markup_IsShownAsText()
    {
        const string Prompt = "<b>red</b> <img src=x onerror=\"ran=1\"> & <script>ran=1</script> \u202Ebackwards";
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await studio["prompt"].FillAsync(Prompt);
        await studio["prompt"].PressAsync("Control+Enter");
        await studio.AcceptedAsync();
        await studio.FinishedAsync();
        await studio.Page.ReloadAsync();
        await studio.ReadyAsync();

        Assert.Contains(Prompt, await studio["history-item"].InnerTextAsync(), StringComparison.Ordinal);
        // what turns text around turns its own
        Assert.Equal([Prompt, Prompt], await studio.Page.Locator("bdi").AllInnerTextsAsync());
        Assert.Equal(0, await studio.Page.Locator("main b, main img, main script").CountAsync());
        Assert.True(await studio.Page.EvaluateAsync<bool>("window.ran === undefined"));
    }

    [Fact]
    public async Task DoubleClick_AsksForOneVideo()
    {
        await using var server = await StudioServer.StartLongAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        // The page's own clock gives the pauses, so that a busy machine cannot stretch them.
        await studio["prompt"].FillAsync("a red circle");
        await studio["generate"].EvaluateAsync(
            "button => new Promise(done => { button.click(); setTimeout(() => { button.click(); done(); }, 180); })");
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(1);

        await studio["prompt"].FillAsync("a blue circle");
        await studio["prompt"].EvaluateAsync(
            """
            async prompt => {
              for (let time = 0; time < 3; time++) {
                prompt.dispatchEvent(
                  new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }));
                await new Promise(done => setTimeout(done, 50));
              }
            }
            """);
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(2);

        // The server takes clicks in order: when a third prompt is there, nothing else comes of the first two.
        await studio.GenerateAsync("a green circle");
        await Assertions.Expect(studio["history-item"].Filter(new() { HasText = "green" })).ToHaveCountAsync(1);
        Assert.Equal(3, await studio["history-item"].CountAsync());

        await studio.Page.WaitForTimeoutAsync(1500);
        await studio["generate"].ClickAsync();      // later it is meant
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task Model_IsTheOneThatWasPicked()
    {
        using var models = new TemporaryFolder();
        foreach (string name in new[] { "cogspace-tiny", "other", "hidden" })
            CopyModel(models[name]);
        await using var server = await StudioServer.StartAsync(
            "Studio__Steps=1", $"Models__Folder={models.FullPath}", "Models__Offered__0=cogspace-tiny",
            "Models__Offered__1=other");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        var facts = studio.Page.Locator(".facts");

        await studio["settings"].ClickAsync();
        var choices = studio["model"].Locator("option");
        Assert.Equal(["cogspace-tiny · 8.7 MB", "other · 8.7 MB"], await choices.AllInnerTextsAsync());
        await Assertions.Expect(studio["model"]).ToHaveValueAsync("cogspace-tiny");
        await studio["model"].SelectOptionAsync("other");
        await studio.GenerateAsync("a green ring");
        await studio.FinishedAsync();
        await Assertions.Expect(facts).ToContainTextAsync("other");
        await Assertions.Expect(studio["model"]).ToHaveValueAsync("other");

        await studio["model"].SelectOptionAsync("cogspace-tiny");
        await studio["reuse"].ClickAsync();
        await Assertions.Expect(studio["model"]).ToHaveValueAsync("other");

        static void CopyModel(string to)
        {
            string from = Path.Combine(Repository.Models, "cogspace-tiny");
            foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                string target = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }

    [Fact]
    public async Task Reuse_AndExamples_FillTheForm()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await studio["example"].Last.ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a large orange triangle moves up on a sunset background");
        await Assertions.Expect(studio["seed"]).ToHaveValueAsync("3");
        Assert.True(await studio["example"].CountAsync() >= 6);
        Assert.Equal(["cogspace-tiny · 8.7 MB"], await studio["model"].Locator("option").AllInnerTextsAsync());

        await studio.GenerateAsync("a green ring", "77");
        await studio.FinishedAsync();
        await studio["prompt"].FillAsync("something else");
        await studio["seed"].FillAsync("-1");
        await studio["reuse"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a green ring");
        await Assertions.Expect(studio["seed"]).ToHaveValueAsync("77");
    }

    [Fact]
    public async Task Delete_RemovesItForGood()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio.GenerateAsync("a green ring");
        string id = await studio.AcceptedAsync();
        await studio.FinishedAsync();

        await studio["history-item"].GetByRole(AriaRole.Button).ClickAsync();
        await studio["history-item"].GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await studio["history-item"].WaitForAsync(new() { State = WaitForSelectorState.Detached });

        Assert.Equal(404, (await browser.APIRequest.GetAsync($"{server}videos/{id}.mp4")).Status);
        Assert.Equal(404, (await browser.APIRequest.GetAsync($"{server}job/{id}")).Status);
    }

    private static bool IsWhite(byte[] frame, int x, int y) =>
        frame.AsSpan(((y * Width) + x) * 3, 3).ToArray().All(channel => channel > 200);

    private static int RedPixels(byte[] frame) =>
        frame.Chunk(3).Count(pixel => pixel[0] > 150 && pixel[1] < 110 && pixel[2] < 110);
}
