using System.Globalization;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>The page as a visitor sees it.</summary>
internal sealed class Studio
{
    private static readonly float Patience = (float)TimeSpan.FromMinutes(5).TotalMilliseconds;
    private readonly List<string> _complaints = [];

    private Studio(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Errors that the browser's console showed.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public ILocator this[string handle] => Page.GetByTestId(handle);

    /// <summary>What the progress bar says.</summary>
    public async Task<int> PercentAsync() =>
        int.Parse(await this["progress"].GetAttributeAsync("aria-valuenow") ?? "0", CultureInfo.InvariantCulture);

    public static async Task<Studio> OpenAsync(IBrowserContext browser, Uri address)
    {
        var studio = new Studio(await browser.NewPageAsync());
        await studio.Page.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation', " +
            "event => console.error(`policy ${event.effectiveDirective} ${event.blockedURI}`))");
        await studio.Page.GotoAsync(address.ToString());
        await studio.ReadyAsync();
        return studio;
    }

    /// <summary>The form can be written into once the page is live.</summary>
    public Task ReadyAsync() => this["prompt"].And(Page.Locator(":enabled")).WaitForAsync();

    /// <summary>Goes to a tab: "prompt", "image" or "video".</summary>
    public async Task TabAsync(string name)
    {
        await this[$"tab-{name}"].ClickAsync();
        await Assertions.Expect(this[$"tab-{name}"]).ToHaveAttributeAsync("aria-selected", "true");
    }

    /// <summary>Chooses a file on the tab for it and waits until it is taken.</summary>
    public Task ChooseAsync(string name, FilePayload file) => ChooseAsync(name, input => input.SetInputFilesAsync(file));

    /// <inheritdoc cref="ChooseAsync(string, FilePayload)"/>
    public Task ChooseAsync(string name, string path) => ChooseAsync(name, input => input.SetInputFilesAsync(path));

    /// <summary>Takes the example of a tab, with its prompt.</summary>
    public async Task ChooseExampleAsync(string name)
    {
        await TabAsync(name);
        await Page.Locator(".source").GetByTestId("example").ClickAsync();
        await this["crop"].WaitForAsync();
    }

    public async Task GenerateAsync(string prompt, string seed = "-1")
    {
        await this["prompt"].FillAsync(prompt);
        await this["seed"].FillAsync(seed);
        await this["generate"].ClickAsync();
    }

    /// <summary>Waits until the job is accepted.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> AcceptedAsync()
    {
        await JobAddressAsync();
        await this["job-id"].WaitForAsync();
        return await this["job-id"].InnerTextAsync();
    }

    public async Task<string> ErrorAsync()
    {
        await this["error"].First.WaitForAsync();
        return await this["error"].First.InnerTextAsync();
    }

    public Task FinishedAsync() => this["video"].WaitForAsync();

    /// <summary>Asks for a video and waits until it, and not the one before, is shown.</summary>
    public async Task<byte[]> MakeAsync(string prompt, string seed)
    {
        string before = Page.Url;
        await GenerateAsync(prompt, seed);
        await JobAddressAsync(before);
        string id = Page.Url.Split('/')[^1];
        await Page.Locator($"[data-testid=video][src*='{id}']").WaitForAsync();
        return await VideoAsync();
    }

    /// <summary>The video that is shown, as a file.</summary>
    public async Task<byte[]> VideoAsync()
    {
        var answer = await Page.APIRequest.GetAsync(
            new Uri(new Uri(Page.Url), "/" + await this["video"].GetAttributeAsync("src")).ToString());
        return await answer.BodyAsync();
    }

    /// <summary>Waits for a number above one seen before: the page goes on.</summary>
    public Task BeyondAsync(int percent) =>
        Page.WaitForFunctionAsync(
            "before => { const bar = document.querySelector('[data-testid=progress]'); return !bar || " +
            "Number(bar.ariaValueNow) > before; }",
            percent
        );

    /// <summary>Waits until the address is that of a job, and of another than before.</summary>
    /// <remarks>Looked at again and again, because a listener that comes a moment late would wait for ever.</remarks>
    public async Task JobAddressAsync(string before = "")
    {
        try
        {
            await Page.WaitForFunctionAsync(
                "before => location.href !== before && location.pathname.startsWith('/job/')", before);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"No job came of it. The page at {Page.Url} shows: {await Page.Locator("main").InnerTextAsync()}", e);
        }
    }

    // The file before it is shown until the browser begins to send; then all below the field moves up and down.
    private async Task ChooseAsync(string name, Func<ILocator, Task> choose)
    {
        const string shown =
            "document.querySelector('[data-testid=crop] .picture > :is(img, video)')?.getAttribute('src') ?? null";
        await TabAsync(name);
        string? before = await Page.EvaluateAsync<string?>(shown);
        await choose(this[$"{name}-input"]);
        await Page.WaitForFunctionAsync($"before => {{ const now = {shown}; return now && now !== before; }}", before);
        await this["crop"].WaitForAsync();        // it is hidden until it listens
    }

    /// <summary>How many pixels the page is wider than its window.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth");
}
