using CogSpace.Web.Tests.Uploads;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>A picture or video of no use is said in a sentence, nothing is left of it, and the page goes on.</summary>
public sealed class BadSourceTests(Chromium chromium, SharedServers servers)
{
    [Fact]
    public async Task WrongFiles_AreASentence_AndTheNextOneIsTaken()
    {
        await using var server = await StudioServer.StartAsync("Studio__Steps=1", "Uploads__ImageMegabytes=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        byte[] jpeg = await SampleFile.PictureAsync(400, 300, "jpg");

        await studio.TabAsync("image");
        foreach (
            var (name, file, sentence) in new[]
            {
                ("text.png", SampleFile.Text, "a text file"),
                ("drawing.svg", SampleFile.Svg, "an SVG drawing"),
                ("dot.png", await SampleFile.PictureAsync(1, 1), "1 x 1"),
                ("line.png", await SampleFile.PictureAsync(20_000, 1), "20000 x 1"),
                ("half.jpg", jpeg[..(jpeg.Length / 2)], "the file"),
                ("bomb.png", await SampleFile.BombAsync(), "16383 x 16383"),
                ("empty.png", [], "empty"),
                ("large.png", [.. jpeg, .. new byte[1_100_000]], "a picture may have 1 MB here"),
                ("clip.mp4", await SampleFile.VideoAsync(96, 64), "This is a video"),
            }
        )
        {
            await studio["image-input"]
                .SetInputFilesAsync(
                    new FilePayload
                    {
                        Name = name,
                        MimeType = "image/png",
                        Buffer = file,
                    }
                );
            await Assertions.Expect(studio["error"]).ToContainTextAsync(sentence);
        }

        await studio.TabAsync("video");
        Assert.Equal(0, await studio["error"].CountAsync());
        foreach (
            var (name, file, sentence) in new[]
            {
                ("text.mp4", SampleFile.Text, "a text file"),
                ("list.m3u8", SampleFile.Playlist, "a playlist"),
                ("sound.mp4", await SampleFile.SoundAsync(), "no moving picture"),
                ("long.mp4", await SampleFile.ThreeHoursAsync(), "3:00:00"),
                ("picture.mp4", jpeg, "This is a picture"),
            }
        )
        {
            await studio["video-input"]
                .SetInputFilesAsync(
                    new FilePayload
                    {
                        Name = name,
                        MimeType = "video/mp4",
                        Buffer = file,
                    }
                );
            await Assertions.Expect(studio["error"]).ToContainTextAsync(sentence);
        }

        await studio["generate"].ClickAsync();
        await Assertions.Expect(studio["error"]).ToContainTextAsync("There is no video yet");
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.PathOf("data", "uploads")));

        await studio.ChooseAsync("image", new FilePayload { Name = "good", MimeType = "", Buffer = jpeg });
        Assert.Equal(0, await studio["error"].CountAsync());
        await studio.GenerateAsync("a red square moves up on a white background");
        await studio.FinishedAsync();
    }

    [Fact]
    public async Task WrongSettings_AreASentence()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio.ChooseExampleAsync("video");
        await studio["settings"].ClickAsync();
        await studio["strength"].EvaluateAsync("input => input.type = 'text'");

        foreach (var (handle, value, usual, sentence) in new[]
        {
            ("steps", "0", "2", "0 steps are not possible"),
            ("steps", "100000", "2", "100000 steps are not possible"),
            ("steps", "1.5", "2", "“1.5” is not a valid number of steps"),
            ("steps", "", "2", "The number of steps is empty: give a whole number"),
            ("steps", "many", "2", "“many” is not a valid number of steps"),
            ("guidance", "-1", "6", "guidance of -1"),
            ("guidance", "NaN", "6", "“NaN” is not a valid guidance"),
            ("guidance", "1e999", "6", "is not a valid guidance"),
            ("guidance", "strong", "6", "“strong” is not a valid guidance"),
            ("strength", "1.5", "0.8", "strength of 1.5"),
            ("strength", "-0.2", "0.8", "strength of -0.2"),
            ("strength", "NaN", "0.8", "“NaN” is not a valid strength"),
            ("strength", "0", "0.8", "strength of 0 leaves none"),
            ("negative-prompt", "\u0007", "", "negative prompt has a control character"),
        })
        {
            await studio[handle].FillAsync(value);
            await studio["generate"].ClickAsync();
            await Assertions.Expect(studio["error"]).ToContainTextAsync(sentence);
            await studio[handle].FillAsync(usual);
        }

        await studio["guidance"].FillAsync("3");
        await studio["reset"].ClickAsync();
        await Assertions.Expect(studio["guidance"]).ToHaveValueAsync("6");
        await Assertions.Expect(studio["steps"]).ToHaveValueAsync("1");
        Assert.Equal(0, await studio["history-item"].CountAsync());
    }

    [Fact]
    public async Task ACancelledOrBrokenUpload_LeavesNothing()
    {
        await using var server = await StudioServer.StartAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        var network = await browser.NewCDPSessionAsync(studio.Page);
        byte[] picture = await SampleFile.PictureAsync(1600, 1200, "bmp");      // 6 MB
        await network.SendAsync("Network.enable");
        await network.SendAsync(
            "Network.emulateNetworkConditions",
            new()
            {
                ["offline"] = false,
                ["latency"] = 0,
                ["downloadThroughput"] = -1,
                ["uploadThroughput"] = 400_000,
            }
        );

        await studio.TabAsync("image");
        await studio["image-input"]
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "slow.bmp",
                    MimeType = "image/bmp",
                    Buffer = picture,
                }
            );
        await studio["upload-progress"].WaitForAsync();
        await studio.Page.WaitForFunctionAsync("() => document.querySelector('[data-testid=upload-progress]').ariaValueNow > 5");
        await studio.GenerateAsync("a pink heart grows on a sky background");
        await Assertions.Expect(studio["awaits"]).ToContainTextAsync("as soon as your picture is uploaded");
        await Assertions.Expect(studio["generate"]).ToBeDisabledAsync();
        await studio["upload-cancel"].ClickAsync();
        await studio.Page.GetByText("Choose a picture").WaitForAsync();
        await Assertions.Expect(studio["awaits"]).ToBeEmptyAsync();
        await Assertions.Expect(studio["generate"]).ToBeEnabledAsync();
        await Assertions.Expect(studio["upload-progress"]).ToHaveCountAsync(0);
        await GoneAsync(server);

        // On another tab it goes on.
        await studio["image-input"]
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "slow.bmp",
                    MimeType = "image/bmp",
                    Buffer = picture,
                }
            );
        await studio["upload-progress"].WaitForAsync();
        await studio.TabAsync("prompt");
        Assert.Equal(0, await studio["upload-progress"].CountAsync());
        await studio.TabAsync("image");
        await studio["upload-progress"].WaitForAsync();
        await studio["upload-cancel"].ClickAsync();

        await studio.Page.RouteAsync("**/uploads*", route => route.AbortAsync("connectionreset"));
        await studio["image-input"]
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "slow.bmp",
                    MimeType = "image/bmp",
                    Buffer = picture,
                }
            );
        await Assertions.Expect(studio["error"]).ToContainTextAsync("The file did not reach the server");
        await GoneAsync(server);
    }

    [Fact]
    public async Task AnExpiredUpload_AsksToChooseAgain()
    {
        var clock = new TestClock();
        await using var server = await StudioServer.StartAsync(clock, "Studio__Steps=1", "Uploads__Lifetime=00:10:00");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        await studio.ChooseExampleAsync("image");
        clock.Advance(TimeSpan.FromMinutes(11));

        await studio["generate"].ClickAsync();

        await Assertions.Expect(studio["error"]).ToContainTextAsync("Please choose it again");
        await Assertions.Expect(studio.Page.GetByText("Choose a picture")).ToBeVisibleAsync();
        await studio["example"].First.ClickAsync();
        await studio["crop"].WaitForAsync();
        await studio["generate"].ClickAsync();
        await studio.FinishedAsync();
    }

    [Fact]
    public async Task AForeignUpload_CannotBeTaken_ByWhateverAScriptClaims()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var one = await chromium.NewContextAsync();
        await using var other = await chromium.NewContextAsync();
        var theirs = await Studio.OpenAsync(one, server);
        await theirs.ChooseExampleAsync("image");
        string address = (await theirs.Page.Locator(".crop img").GetAttributeAsync("src"))!;
        string id = address.Split('/')[^1];

        var mine = await Studio.OpenAsync(other, server);
        await mine.TabAsync("image");
        await mine.Page.RouteAsync(
            "**/uploads*",
            route =>
                route.FulfillAsync(
                    new()
                    {
                        Status = 200,
                        ContentType = "application/json",
                        Body = $$"""{"id":"{{id}}"}""",
                    }
                )
        );
        await mine["image-input"]
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "a.png",
                    MimeType = "image/png",
                    Buffer = await SampleFile.PictureAsync(96, 64),
                }
            );
        await Assertions.Expect(mine["error"]).ToContainTextAsync("choose it again");

        await mine.Page.EvaluateAsync(
            "id => sessionStorage.setItem('cogspace-tab', JSON.stringify({ tab: 'Image', image: id }))", id);
        await mine.Page.ReloadAsync();
        await mine.ReadyAsync();
        await Assertions.Expect(mine["tab-image"]).ToHaveAttributeAsync("aria-selected", "true");
        Assert.Equal(0, await mine["crop"].CountAsync());
        Assert.Equal(404, (await other.APIRequest.GetAsync($"{server}{address}")).Status);
        Assert.Equal(200, (await one.APIRequest.GetAsync($"{server}{address}")).Status);
    }

    [Fact]
    public async Task NoModelForPictures_IsSaidOnTheTab()
    {
        await using var server = await StudioServer.StartAsync("Models__Offered__0=cogspace-tiny", "Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio.TabAsync("image");
        await Assertions.Expect(studio["error"]).ToContainTextAsync("No model that starts from a picture is installed");
        Assert.Equal(0, await studio.Page.GetByText("Choose a picture").CountAsync());
        await studio.TabAsync("prompt");
        Assert.Equal(0, await studio["error"].CountAsync());
        await studio.GenerateAsync("a red circle");
        await studio.FinishedAsync();
    }

    [Fact]
    public async Task ADiskThatIsFull_IsSaidOnTheTab()
    {
        await using var server = await StudioServer.StartAsync("Data__FreeMegabytes=1000000000");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio.TabAsync("image");
        await studio["example"].First.ClickAsync();

        Assert.Contains("The server has no room for this file", await studio.ErrorAsync(), StringComparison.Ordinal);
    }

    private static async Task GoneAsync(StudioServer server)
    {
        for (int look = 0; look < 200 && Directory.EnumerateFileSystemEntries(server.PathOf("data", "uploads")).Any(); look++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.PathOf("data", "uploads")));
    }
}
