using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>A picture and a sentence become a video.</summary>
public sealed class ImageTabTests(Chromium chromium, SharedServers servers, ITestOutputHelper output)
{
    private const int Width = 96;
    private const int Height = 64;

    [Fact]
    public async Task Picture_BecomesAVideoThatBeginsWithItsPart()
    {
        var server = await servers.AddressAsync("Studio__Steps=20");
        await using var browser = await chromium.NewContextAsync(Chromium.Moving());
        var studio = await Studio.OpenAsync(browser, server);

        // A blue square at the right of a wide picture, which the crop goes to; it lies where the model begins to move one down.
        byte[] picture = await DrawAsync(
            "color=0xF6E277:s=600x200,format=rgb24,drawbox=x=405:y=18:w=90:h=90:color=0x1E46F0:t=fill");
        await studio.ChooseAsync(
            "image",
            new FilePayload
            {
                Name = "wide.png",
                MimeType = "image/png",
                Buffer = picture,
            }
        );
        await Assertions.Expect(studio["source-facts"]).ToHaveTextAsync("300 × 200 of 600 × 200 px");
        await studio["crop"].FocusAsync();
        for (int press = 0; press < 20; press++)
            await studio.Page.Keyboard.PressAsync("Shift+ArrowRight");
        await Assertions.Expect(studio["crop"]).ToHaveAttributeAsync("data-x", "1.0000");
        await studio.GenerateAsync("a large blue square moves down on a yellow background", "3");
        await studio.AcceptedAsync();
        await studio.FinishedAsync();

        await studio.Page.WaitForFunctionAsync(
            "() => { const video = document.querySelector('[data-testid=video]'); return !video.paused && " +
            "video.currentTime > 0.2 && video.videoWidth === 96; }"
        );
        await Assertions
            .Expect(studio["origin"])
            .ToContainTextAsync("300 × 200 of 600 × 200 pixels, 300 from the left and 0 from the top.");
        await Assertions.Expect(studio.Page.Locator(".facts")).ToContainTextAsync("cogspace-tiny-i2v");
        byte[] wanted = await PixelsAsync(picture, "crop=300:200:300:0,scale=96:64:flags=bicubic");
        double quality = Quality(await PixelsAsync(await studio.VideoAsync(), "null"), wanted);
        output.WriteLine($"first frame against the part of the picture: {quality:0.0} dB");
        Assert.True(quality > 14, $"{quality:0.0} dB");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task Example_IsOneClickAway()
    {
        var server = await servers.AddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await studio.TabAsync("image");
        await studio["example"].First.ClickAsync();
        await studio["crop"].WaitForAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a pink heart moves from left to right on a sky background");
        await studio["generate"].ClickAsync();
        await studio.AcceptedAsync();
        await studio.FinishedAsync();

        using var picture = new HttpClient { BaseAddress = server };
        byte[] wanted = await PixelsAsync(
            await picture.GetByteArrayAsync(
                "examples/pink-heart.png?model=cogspace-tiny-i2v", TestContext.Current.CancellationToken),
            "scale=96:64:flags=bicubic");
        double quality = Quality(await PixelsAsync(await studio.VideoAsync(), "null"), wanted);
        output.WriteLine($"first frame against the picture: {quality:0.0} dB");
        Assert.True(quality > 18, $"{quality:0.0} dB");
    }

    [Fact]
    public async Task Example_AndGenerateAtOnce_SendsWhenThePictureHasArrived()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var go = new TaskCompletionSource();
        await browser.RouteAsync(
            "**/uploads*",
            async route =>
            {
                await go.Task;
                await route.ContinueAsync();
            });
        var studio = await Studio.OpenAsync(browser, server);
        await studio.TabAsync("image");

        await studio["example"].First.ClickAsync();
        await studio["generate"].ClickAsync();
        await Assertions.Expect(studio["awaits"]).ToContainTextAsync("as soon as your picture is uploaded");
        await Assertions.Expect(studio["generate"]).ToBeDisabledAsync();
        Assert.Equal(0, await studio["error"].CountAsync());
        go.SetResult();
        await studio.AcceptedAsync();
        await Assertions.Expect(studio["awaits"]).ToBeEmptyAsync();
        await studio.FinishedAsync();
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(1);
        await Assertions.Expect(studio["origin"]).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Paste_AndDrop_BringAPicture_AndCropFollowsPointerWheelAndSliders()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        string picture = Convert.ToBase64String(await SampleFile.PictureAsync(400, 400));

        // Nothing happens on another tab.
        await GiveAsync(studio, "paste", picture);
        await studio.TabAsync("image");
        Assert.Equal(0, await studio["crop"].CountAsync());

        await studio["prompt"].FocusAsync();
        await GiveAsync(studio, "paste", picture);
        await studio["crop"].WaitForAsync();
        await studio["remove"].ClickAsync();
        await studio.Page.GetByText("Choose a picture").WaitForAsync();
        await GiveAsync(studio, "drop", picture);
        await studio["crop"].WaitForAsync();
        await Assertions.Expect(studio["source-facts"]).ToHaveTextAsync("400 × 267 of 400 × 400 px");

        var box = (await studio.Page.Locator(".crop .frame").BoundingBoxAsync())!;
        await studio.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await studio.Page.Mouse.DownAsync();
        await studio.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 500, new() { Steps = 5 });
        await studio.Page.Mouse.UpAsync();
        await Assertions.Expect(studio["crop"]).ToHaveAttributeAsync("data-y", "1.0000");

        await studio.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await studio.Page.Mouse.WheelAsync(0, -300);
        await Assertions.Expect(studio["source-facts"]).Not.ToContainTextAsync("400 × 267");
        await studio.Page.GetByLabel("Zoom").FillAsync("4");
        await Assertions.Expect(studio["source-facts"]).ToHaveTextAsync("100 × 67 of 400 × 400 px");
        await studio.Page.GetByLabel("Part of the picture, from left to right").FillAsync("0");
        await Assertions.Expect(studio["crop"]).ToHaveAttributeAsync("data-x", "0.0000");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Centre" }).ClickAsync();
        await Assertions.Expect(studio["source-facts"]).ToHaveTextAsync("400 × 267 of 400 × 400 px");
    }

    [Fact]
    public async Task UseAgain_BringsBackAllOfIt_WithoutTheUpload()
    {
        var clock = new TestClock();
        await using var server = await StudioServer.StartAsync(clock, "Studio__Steps=2", "Uploads__Lifetime=00:10:00");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        await studio.ChooseAsync(
            "image",
            new FilePayload
            {
                Name = "a.png",
                MimeType = "image/png",
                Buffer = await SampleFile.PictureAsync(300, 300),
            }
        );
        await studio["crop"].FocusAsync();
        await studio.Page.Keyboard.PressAsync("ArrowUp");
        await studio["settings"].ClickAsync();
        await studio["negative-prompt"].FillAsync("blue");
        await studio["steps"].FillAsync("3");
        await studio["guidance"].FillAsync("4.5");
        await studio.GenerateAsync("a red square grows on a white background", "9");
        string first = await studio.AcceptedAsync();
        await studio.FinishedAsync();

        // A new page, when the upload is long gone.
        clock.Advance(TimeSpan.FromMinutes(11));
        server.Services.GetRequiredService<JobSweeper>().Sweep();
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.PathOf("data", "uploads")));
        await studio.Page.CloseAsync();
        studio = await Studio.OpenAsync(browser, server.Address);
        await studio["reuse"].ClickAsync();

        await Assertions.Expect(studio["tab-image"]).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(studio["crop"]).ToHaveAttributeAsync("data-y", "0.4800");
        foreach (
            var (handle, value) in new[]
            {
                ("prompt", "a red square grows on a white background"),
                ("seed", "9"),
                ("negative-prompt", "blue"),
                ("steps", "3"),
                ("guidance", "4.5"),
                ("model", "cogspace-tiny-i2v"),
            }
        )
        {
            await Assertions.Expect(studio[handle]).ToBeVisibleAsync();
            await Assertions.Expect(studio[handle]).ToHaveValueAsync(value);
        }

        byte[] before = await studio.VideoAsync();
        await studio["generate"].ClickAsync();
        await Assertions.Expect(studio["job-id"]).Not.ToHaveTextAsync(first);
        await studio.FinishedAsync();
        Assert.Equal(before, await studio.VideoAsync());
    }

    // What a clipboard or a dragged file brings.
    private static async Task GiveAsync(Studio studio, string way, string picture) =>
        await studio.Page.EvaluateAsync(
            """
            ([way, picture]) => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([Uint8Array.from(atob(picture), c => c.charCodeAt(0))], 'given.png', { type: 'image/png' }));
              const event = way === 'paste'
                ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
                : new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
              (document.activeElement ?? document.body).dispatchEvent(event);
            }
            """,
            new[] { way, picture }
        );

    private static async Task<byte[]> DrawAsync(string filter)
    {
        using var folder = new TemporaryFolder();
        await Programs.RunAsync("ffmpeg", "-v", "error", "-f", "lavfi", "-i", filter, "-frames:v", "1", folder["drawn.png"]);
        return await File.ReadAllBytesAsync(folder["drawn.png"]);
    }

    // The first picture of a file, of the model's size.
    private static async Task<byte[]> PixelsAsync(byte[] file, string filter)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["file"], file);
        byte[] pixels = await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-i", folder["file"], "-vf", filter, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt",
            "rgb24", "-");
        Assert.Equal(Width * Height * 3, pixels.Length);
        return pixels;
    }

    // PSNR in dB.
    private static double Quality(byte[] one, byte[] other) =>
        10 * Math.Log10(255 * 255 / one.Zip(other, (a, b) => Math.Pow(a - b, 2)).Average());
}
