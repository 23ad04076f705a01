using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>The field at fault is marked, has the focus and its sentence beside it, until it is corrected.</summary>
public sealed class FieldProblemTests(Chromium chromium, SharedServers servers)
{
    [Fact]
    public async Task TheFieldAtFault_IsMarked_UntilItIsCorrected()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        foreach (var (field, wrong, right, sentence) in new[]
        {
            ("prompt", "", "a red circle", "The prompt is empty"),
            ("prompt", "a red \u0007 circle", "a red circle", "U+0007"),
            ("seed", "abc", "5", "not a valid seed"),
            ("steps", "many", "2", "not a valid number of steps"),
            ("steps", "0", "2", "0 steps are not possible"),
            ("guidance", "101", "6", "A guidance of 101 is not possible"),
            ("negative-prompt", "\u0007", "blue", "The negative prompt has a control character"),
        })
        {
            await studio[field].EvaluateAsync(
                "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); }", wrong);
            await studio["generate"].ClickAsync();
            await Assertions.Expect(studio["error"]).ToContainTextAsync(sentence);
            await Assertions.Expect(studio[field]).ToHaveAttributeAsync("aria-invalid", "true");
            await Assertions.Expect(studio[field]).ToBeFocusedAsync();
            await Assertions.Expect(studio[field]).ToBeInViewportAsync();
            await Assertions.Expect(studio["error"]).ToHaveCountAsync(1);
            await Assertions.Expect(studio.Page.Locator("[aria-invalid=true]")).ToHaveCountAsync(1);
            string described = (await studio[field].GetAttributeAsync("aria-describedby"))!.Split(' ')[0];
            Assert.Equal(described, await studio["error"].GetAttributeAsync("id"));
            double apart = await studio.Page.EvaluateAsync<double>(
                "([field, error]) => document.getElementById(error).getBoundingClientRect().top - " +
                "document.getElementById(field).getBoundingClientRect().bottom",
                new[] { field, described });
            Assert.InRange(apart, -1, 80);

            await studio[field].FillAsync(right);
            await Assertions.Expect(studio["error"]).ToHaveCountAsync(0);
            await Assertions.Expect(studio.Page.Locator("[aria-invalid=true]")).ToHaveCountAsync(0);
        }

        await studio["generate"].ClickAsync();
        await studio.FinishedAsync();
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task APictureThatIsMissing_IsSaidAtThePicture()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio.TabAsync("image");

        await studio.GenerateAsync("a pink heart grows on a sky background");
        await Assertions.Expect(studio["error"]).ToContainTextAsync("There is no picture yet");
        await Assertions.Expect(studio["image-input"]).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(studio["image-input"]).ToBeFocusedAsync();
        await Assertions.Expect(studio["prompt"]).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await studio.ChooseExampleAsync("image");
        await Assertions.Expect(studio["error"]).ToHaveCountAsync(0);
        await Assertions.Expect(studio["image-input"]).Not.ToHaveAttributeAsync("aria-invalid", "true");
    }
}
