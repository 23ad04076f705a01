using CogSpace.Generation;
using CogSpace.Tests.Rewriting;
using CogSpace.Web.Languages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>A server with a job in every state, and the way to each state of its pages.</summary>
/// <remarks>A state is entered from an address, so that the language can change in between.</remarks>
internal sealed class PageStates : IAsyncDisposable
{
    private const string Prompt = "a pink heart grows";

    // By name: whether it is of the visitor who has jobs, the address, and what is done there.
    private static readonly (string Name, bool HasJobs, string Address, Func<Studio, Task> Act)[] States =
    [
        ("empty", false, "", _ => Task.CompletedTask),
        ("refused", false, "", async studio =>
        {
            await studio.GenerateAsync(Prompt, "many");
            await studio.ErrorAsync();
        }),
        ("rewritten", false, "", async studio =>
        {
            await studio["prompt"].FillAsync(Prompt);
            await studio["rewrite"].ClickAsync();
            await studio["rewrite-undo"].WaitForAsync();
        }),
        ("image", false, "", studio => studio.TabAsync("image")),
        ("image-chosen", false, "", studio => studio.ChooseExampleAsync("image")),
        ("video", false, "", studio => studio.TabAsync("video")),
        ("video-chosen", false, "", studio => studio.ChooseExampleAsync("video")),
        ("settings", false, "", async studio =>
        {
            await studio["settings"].ClickAsync();
            await studio["upscale"].CheckAsync();
            await studio["interpolate"].CheckAsync();
        }),
        ("queued", true, "queued", studio => studio["queue-position"].WaitForAsync()),
        ("running", true, "running", studio => studio["preview"].WaitForAsync()),
        ("cancelled", true, "cancelled", studio => studio["stage"].WaitForAsync()),
        ("failed", true, "failed", studio => studio["error"].WaitForAsync()),
        ("finished", true, "finished", studio => studio.FinishedAsync()),
        ("details", true, "finished", async studio =>
        {
            await studio["details"].ClickAsync();
            await studio["copy"].ClickAsync();
            await studio["delete-all"].ClickAsync();
        }),
        ("missing", true, "job/0123456789abcdef0123456789abcdef", _ => Task.CompletedTask),
        ("not-found", true, "no-such-page", _ => Task.CompletedTask),
        ("verify", true, "verify", studio => studio["verify-input"].And(studio.Page.Locator(":enabled")).WaitForAsync()),
        ("shared", true, "shared", async studio =>
        {
            await studio["report-open"].ClickAsync();
            await studio["report-send"].WaitForAsync();
        }),
        ("gallery", true, "gallery", studio => studio["gallery-item"].WaitForAsync()),
    ];

    private readonly Dictionary<string, string> _addresses = [];       // of the jobs, by what is their state
    private readonly TestLanguageModel _rewriter;
    private readonly StudioServer _server;
    private readonly IBrowserContext[] _browsers;
    private readonly Studio _new;
    private readonly Studio _known;

    private PageStates(TestLanguageModel rewriter, StudioServer server, IBrowserContext[] browsers, Studio[] studios) =>
        (_rewriter, _server, _browsers, _new, _known) = (rewriter, server, browsers, studios[0], studios[1]);

    public static IReadOnlyList<string> Names { get; } = [.. States.Select(state => state.Name)];

    /// <summary>Errors that the browser's console showed, but that a page was not found: it is meant to be.</summary>
    public IEnumerable<string> Complaints =>
        _new.Complaints.Concat(_known.Complaints).Where(text => !text.Contains("404", StringComparison.Ordinal));

    public static async Task<PageStates> StartAsync(Chromium chromium)
    {
        var rewriter = await TestLanguageModel.StartAsync(
            TestLanguageModel.Says("A large pink heart grows slowly on a white background, lit from the left."));
        var server = await StudioServer.StartAsync(
            provider => new StagedMaker(provider.GetRequiredService<Generator>()),
            $"Rewriter__BaseUrl={rewriter.BaseUrl}", "Gallery__Enabled=true", "Studio__Steps=4");
        IBrowserContext[] browsers = [await chromium.NewContextAsync(), await chromium.NewContextAsync()];
        Studio[] studios =
            [await Studio.OpenAsync(browsers[0], server.Address), await Studio.OpenAsync(browsers[1], server.Address)];
        var states = new PageStates(rewriter, server, browsers, studios);
        await states.MakeJobsAsync();
        return states;
    }

    /// <summary>From now on both visitors read this language.</summary>
    public async Task SpeakAsync(Language language)
    {
        foreach (var browser in _browsers)
            await browser.APIRequest.PostAsync($"{_server.Address}{LanguageServices.Address}/{language.Tag}");
    }

    /// <returns>The page in that state.</returns>
    public async Task<Studio> EnterAsync(string name)
    {
        var state = States.First(each => each.Name == name);
        var studio = state.HasJobs ? _known : _new;
        await studio.Page.EvaluateAsync("() => { sessionStorage.clear(); localStorage.clear(); }");
        await studio.Page.GotoAsync($"{_server.Address}{_addresses.GetValueOrDefault(state.Address, state.Address)}");
        if (await studio["prompt"].CountAsync() > 0)
            await studio.ReadyAsync();
        await state.Act(studio);
        await studio.Page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.stage video')].every(clip => clip.readyState > 1)");
        return studio;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers)
            await browser.DisposeAsync();
        await _server.DisposeAsync();
        await _rewriter.DisposeAsync();
    }

    private async Task MakeJobsAsync()
    {
        await _known["upscale"].CheckAsync();
        await _known.MakeAsync($"{Prompt} on a sky background", "1");
        _addresses["finished"] = Address();
        await _known["share"].ClickAsync();
        await _known["gallery-show"].CheckAsync();
        _addresses["shared"] = new Uri((await _known["share-open"].GetAttributeAsync("href"))!).AbsolutePath[1..];
        await _known["upscale"].UncheckAsync();
        await AskAsync("failed", StagedMaker.Fails);
        await _known["error"].WaitForAsync();
        await AskAsync("cancelled", StagedMaker.Rests);
        await _known["cancel"].ClickAsync();
        await AskAsync("running", StagedMaker.Rests);
        await _known["preview"].WaitForAsync();
        await AskAsync("queued", "on a white background");
        await _known["queue-position"].WaitForAsync();

        string Address() => new Uri(_known.Page.Url).AbsolutePath[1..];

        async Task AskAsync(string state, string background)
        {
            string before = _known.Page.Url;
            await _known.GenerateAsync($"{Prompt} {background}", $"{_addresses.Count}");
            await _known.JobAddressAsync(before);
            _addresses[state] = Address();
        }
    }
}
