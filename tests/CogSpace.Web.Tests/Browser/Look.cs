using CogSpace.Web.Languages;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>A window and a theme to see the page in.</summary>
internal sealed record Look(int Width, ColorScheme Scheme)
{
    private static readonly int[] Widths = [390, 768, 1440];

    /// <summary>A phone, a tablet and a desk, each in both themes.</summary>
    public static IReadOnlyList<Look> All { get; } =
        [.. Widths.SelectMany(width => new[] { new Look(width, ColorScheme.Light), new Look(width, ColorScheme.Dark) })];

    /// <summary>One for each language, so that all languages together see all widths and both themes.</summary>
    public static Look Of(Language language) => new(
        Widths[Language.All.Index().First(each => each.Item == language).Index],
        language == Language.English ? ColorScheme.Dark : ColorScheme.Light);

    public async Task TakeAsync(IPage page)
    {
        await page.SetViewportSizeAsync(Width, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = Scheme });
        await page.WaitForFunctionAsync(
            "() => document.getAnimations().every(each => each.playState !== 'running' || " +
            "each.effect.getComputedTiming().endTime === Infinity)");
    }

    public override string ToString() => $"{Width} {(Scheme == ColorScheme.Dark ? "dark" : "light")}";
}
