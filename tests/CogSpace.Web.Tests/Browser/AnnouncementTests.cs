using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>What a visitor hears who does not see, and where the keyboard is.</summary>
public sealed class AnnouncementTests(Chromium chromium, SharedServers servers)
{
    [Fact]
    public async Task TheEndOfAVideo_IsAnnounced_InAPlaceThatWasThereBefore()
    {
        var server = await servers.LongAddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        var place = await studio["news"].ElementHandleAsync();
        await Assertions.Expect(studio["news"]).ToHaveAttributeAsync("role", "status");
        await Assertions.Expect(studio["news"]).ToBeEmptyAsync();

        await studio.GenerateAsync("a red circle");
        await studio.AcceptedAsync();
        await studio["cancel"].ClickAsync();
        await Assertions.Expect(studio["news"]).ToHaveTextAsync("Your video is cancelled: a red circle");
        await studio["settings"].ClickAsync();
        await studio["steps"].FillAsync("1");
        await studio.GenerateAsync("a blue circle");
        await Assertions.Expect(studio["news"]).ToHaveTextAsync("Your video is finished: a blue circle");
        Assert.True(await place.EvaluateAsync<bool>("place => place.isConnected"));

        // A reload tells nothing that was told before.
        await studio.Page.ReloadAsync();
        await studio.ReadyAsync();
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(2);
        await Assertions.Expect(studio["news"]).ToBeEmptyAsync();
    }

    [Fact]
    public async Task AFailure_IsAnnounced()
    {
        using var models = new TemporaryFolder();
        models.CopyOf(Repository.Models);
        await using (
            var cut = File.OpenWrite(models["cogspace-tiny", "transformer", "diffusion_pytorch_model.safetensors"]))
            cut.SetLength(cut.Length / 2);
        await using var server = await StudioServer.StartAsync($"Models__Folder={models.FullPath}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        await studio.GenerateAsync("a red circle");
        await Assertions.Expect(studio["news"]).ToContainTextAsync("Your video has failed: ");
    }

    [Fact]
    public async Task DeletingByKeyboard_KeepsTheFocus()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        foreach (string name in new[] { "first", "second", "third" })
            await studio.MakeAsync($"a red circle, {name}", "1");
        await studio.Page.GotoAsync(server.ToString());
        await studio.ReadyAsync();

        await Delete("second").FocusAsync();
        await PressAsync("Enter");
        await Assertions.Expect(Button("Delete")).ToBeFocusedAsync();
        await PressAsync("Tab");
        await Assertions.Expect(Button("Keep")).ToBeFocusedAsync();
        await PressAsync("Enter");
        await Assertions.Expect(Delete("second")).ToBeFocusedAsync();
        await PressAsync("Enter");
        await Assertions.Expect(Button("Delete")).ToBeFocusedAsync();
        await PressAsync("Enter");
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(2);
        await Assertions.Expect(Delete("first")).ToBeFocusedAsync();        // the newest stands first
        await DeleteFocusedAsync();
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(1);
        await Assertions.Expect(Delete("third")).ToBeFocusedAsync();
        await DeleteFocusedAsync();
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(0);
        await Assertions.Expect(studio.Page.Locator("h1")).ToBeFocusedAsync();
        await Assertions.Expect(studio["news"]).ToHaveTextAsync("The video is deleted.");

        Task PressAsync(string key) => studio.Page.Keyboard.PressAsync(key);

        async Task DeleteFocusedAsync()
        {
            await PressAsync("Enter");
            await Assertions.Expect(Button("Delete")).ToBeFocusedAsync();
            await PressAsync("Enter");
        }

        ILocator Button(string name) => studio["history"].GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

        ILocator Delete(string name) =>
            studio["history"].GetByRole(AriaRole.Button, new() { Name = $"Delete the video “a red circle, {name}”" });
    }
}
