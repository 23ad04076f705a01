using CogSpace.Web.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace CogSpace.Web.Tests.Browser;

/// <summary>The system's Chromium, started once for all tests that need it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Variable = "COGSPACE_CHROMIUM";

    // Of several lists the browser reads the last alone.
    private static readonly string[] SwitchedOffByPlaywright =
    [
        "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "DialMediaRouteProvider",
        "GlobalMediaControls", "HttpsUpgrades", "LensOverlay", "MediaRouter", "PaintHolding",
        "ThirdPartyStoragePartitioning", "BlockOriginHeaderModificationOnRedirect",
        "AvoidCorsURLLoaderRestartOnRedirect", "Translate", "AutoDeElevate", "OptimizationHints",
        "NetworkTimeServiceQuerying", "AimEnabled",
    ];

    // Below the address bar, which nobody sees here. Each window would load them, and take twice as long to open.
    private static readonly string[] Popups = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        $"--disable-features={string.Join(',', [.. SwitchedOffByPlaywright, .. Popups])}",
    ];

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string Program => Environment.GetEnvironmentVariable(Variable) ?? "/usr/bin/chromium";

    /// <summary>A browser of its own: cookies are not shared with others.</summary>
    /// <param name="options">What it is like. Unless they say otherwise, nothing moves: drawing costs more than all else.</param>
    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.ReducedMotion ??= ReducedMotion.Reduce;
        return await (await StartedAsync()).NewContextAsync(options);
    }

    /// <summary>For a test that watches a clip play.</summary>
    public static BrowserNewContextOptions Moving() => new() { ReducedMotion = ReducedMotion.NoPreference };

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }

    private async Task<IBrowser> StartedAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!File.Exists(Program))
                Assert.Fail(
                    $"There is no Chromium at {Program}. Run ./cogspace setup, which installs it, or name another one " +
                    $"in {Variable}."
                );
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Arguments });
        }
        finally
        {
            _starting.Release();
        }
    }
}
