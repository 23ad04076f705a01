using System.Text;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>The page that says whether a file was made here.</summary>
public sealed class VerifyPageTests(Chromium chromium, SharedServers servers)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "screenshots");

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task AFile_IsVerified_AndAChangedOneIsNot(int width, int height)
    {
        var address = await servers.AddressAsync("Studio__Steps=2");
        await using var browser = await chromium.NewContextAsync(
            new() { ViewportSize = new() { Width = width, Height = height }, IsMobile = width < 500 });
        var studio = await Studio.OpenAsync(browser, address);
        byte[] video = await studio.MakeAsync("a red circle moves up on a white background", $"{width}");
        var link = await studio["manifest"].GetAttributeAsync("href");
        var answer = await studio.Page.APIRequest.GetAsync(new Uri(address, link).ToString());
        byte[] manifest = await answer.BodyAsync();
        await studio.Page.GotoAsync(new Uri(address, "verify").ToString());

        await ChooseAsync(File("clip.mp4", video));
        await Assertions.Expect(studio["verify-answer"]).ToContainTextAsync("made on this server and has not been changed");
        await Assertions.Expect(studio["verify-answer"]).ToContainTextAsync("cogspace-tiny, CogSpace");
        await KeepAsync("good");

        byte[] changed = [.. video];
        changed[^1] ^= 1;
        await ChooseAsync(File("changed.mp4", changed));
        await Assertions.Expect(studio["verify-answer"]).ToContainTextAsync("has no manifest of this file");
        await ChooseAsync(File("changed.mp4", changed), File("clip.mp4.manifest.json", manifest));
        await Assertions.Expect(studio["verify-answer"]).ToContainTextAsync("not the one that the manifest is about");
        await KeepAsync("bad");
        await ChooseAsync(File("again.mp4", video), File("clip.mp4.manifest.json", manifest));
        await Assertions.Expect(studio["verify-answer"]).ToContainTextAsync("made on this server and has not been changed");
        await ChooseAsync(File("again.mp4", video), File("a.json", Encoding.UTF8.GetBytes("{}")));
        await Assertions.Expect(studio["verify-answer"]).ToContainTextAsync("not a manifest of CogSpace");
        await ChooseAsync(File("a.mp4", video), File("b.mp4", video));
        await Assertions.Expect(studio["verify-problem"]).ToContainTextAsync("Choose one file");
        await ChooseAsync(File("empty.mp4", []));
        await Assertions.Expect(studio["verify-problem"]).ToContainTextAsync("The file is empty");
        Assert.DoesNotContain(studio.Complaints, complaint => !complaint.Contains("400", StringComparison.Ordinal));

        async Task ChooseAsync(params FilePayload[] files)
        {
            await Assertions.Expect(studio["verify-input"]).ToBeEnabledAsync();       // the page is live
            await studio["verify-input"].SetInputFilesAsync(files);
        }

        async Task KeepAsync(string state)
        {
            Directory.CreateDirectory(Folder);
            await studio.Page.ScreenshotAsync(
                new() { Path = Path.Combine(Folder, $"verify-{state}-{width}.png"), FullPage = true });
            Assert.Equal(0, await studio.OverflowAsync());
        }
    }

    private static FilePayload File(string name, byte[] bytes) =>
        new() { Name = name, MimeType = "application/octet-stream", Buffer = bytes };
}
