using CogSpace.Web.Languages;
using CogSpace.Web.Tests.Hosting;
using CogSpace.Web.Tests.Languages;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>Pictures of every state, kept below artifacts/screenshots, and what can be said about looks without eyes.</summary>
public sealed class LooksTests(Chromium chromium, SharedServers servers)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "screenshots");

    // All that is read or heard, but not what visitors and models have written.
    private const string Words =
        """
        () => {
          const written = 'bdi, .prompts, .caption, .texts, .card, .strip, figcaption, option[lang], textarea';
          const words = [];
          for (const element of document.querySelectorAll('body *:not(script, style)')) {
            if (element.closest(written)) continue;
            for (const name of ['aria-label', 'title', 'placeholder', 'alt']) words.push(element.getAttribute(name));
            for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) words.push(node.data);
          }
          return [...new Set(words.map(text => text?.trim()).filter(text => text))];
        }
        """;

    // What Radzen's components write may change with the package.
    private const string RadzenClasses =
        "() => [...new Set([...document.querySelectorAll('[class*=rz-]')].flatMap(each => [...each.classList]))]" +
        ".filter(name => name.startsWith('rz-'))";

    [Fact, Trait("kind", "slow")]
    public async Task EveryState_FitsTheWindow_AndSpeaksOneLanguage()
    {
        await using var states = await PageStates.StartAsync(chromium);
        var faults = new List<string>();
        foreach (var language in Language.All)
        {
            var foreign = language == Language.English ? ResourceTexts.Keys() : ResourceTexts.NotIn(language);
            await states.SpeakAsync(language);
            foreach (string state in PageStates.Names)
            {
                var studio = await states.EnterAsync(state);
                foreach (string word in await studio.Page.EvaluateAsync<string[]>(Words))
                {
                    if (foreign.Contains(word))
                        faults.Add($"{state}, {language.Tag}: \"{word}\"");
                }

                var unknown = (await studio.Page.EvaluateAsync<string[]>(RadzenClasses)).Except(StylesheetTests.Classes);
                faults.AddRange(unknown.Select(name => $"{state}: the class {name} is not in radzen.css"));
                foreach (var look in Look.All)
                {
                    await look.TakeAsync(studio.Page);
                    string name = $"{state}-{look}-{language.Tag}".Replace(' ', '-');
                    await studio.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), FullPage = true });
                    if (await studio.OverflowAsync() is > 0 and var wider)
                        faults.Add($"{name}: {wider} pixels too wide");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        Assert.Empty(states.Complaints);
    }

    [Fact]
    public async Task Keyboard_ReachesEverything()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await studio["tab-prompt"].FocusAsync();
        await studio.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(studio["tab-image"]).ToBeFocusedAsync();
        await Assertions.Expect(studio.Page.GetByText("Choose a picture")).ToBeVisibleAsync();
        await studio.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(studio["image-input"]).ToBeFocusedAsync();
        await studio.Page.Keyboard.PressAsync("Tab");
        await studio.Page.Keyboard.PressAsync("Enter");       // the example
        await studio["crop"].WaitForAsync();
        await studio.Page.GetByLabel("Zoom").FocusAsync();
        await studio.Page.Keyboard.PressAsync("PageUp");
        await Assertions.Expect(studio["source-facts"]).Not.ToContainTextAsync("All of");
        await studio.Page.Keyboard.PressAsync("Shift+Tab");
        await studio.Page.Keyboard.PressAsync("Shift+Tab");
        await studio.Page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(studio["crop"]).ToHaveAttributeAsync("data-y", "0.4800");
        foreach (string name in new[] { "Centre", "Replace", "Remove" })
        {
            var button = studio.Page.GetByRole(AriaRole.Button, new() { Name = name });
            await studio.Page.Keyboard.PressAsync("Tab");
            while (name == "Centre" && !await button.EvaluateAsync<bool>("button => button === document.activeElement"))
                await studio.Page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(button).ToBeFocusedAsync();
        }

        await studio["tab-image"].FocusAsync();
        await studio.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(studio["tab-video"]).ToHaveAttributeAsync("aria-selected", "true");
        await studio.Page.Keyboard.PressAsync("Home");
        await Assertions.Expect(studio["tab-prompt"]).ToBeFocusedAsync();
        await Assertions.Expect(studio["prompt"]).ToBeVisibleAsync();
        await studio.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(studio["prompt"]).ToBeFocusedAsync();

        // Nothing plays by itself for those who asked for no motion.
        Assert.False(
            await studio.Page.EvaluateAsync<bool>("[...document.querySelectorAll('video')].some(video => !video.paused)"));
        Assert.Equal(
            0,
            await studio.Page.EvaluateAsync<int>(
                "[...document.querySelectorAll('button, input, textarea, select, summary, a, video, " +
                "progress')].filter(element => !(element.labels?.length || element.textContent.trim() || " +
                "element.getAttribute('aria-label') || element.ariaHidden === 'true')).length"
            )
        );
    }
}
