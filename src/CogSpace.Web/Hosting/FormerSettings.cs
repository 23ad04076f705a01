using CogSpace.Generation.Rewriting;

namespace CogSpace.Web.Hosting;

/// <summary>
/// Settings of earlier versions that are gone or renamed. At the start, the log names those that are still set.
/// </summary>
internal static class FormerSettings
{
    private static readonly (string Section, string[] Names)[] Removed =
    [
        ("Models", ["PullRetryInterval", "PullRetryLimit", "CacheWeights", "PreviewInterval"]),
        ("Networks", ["Half", "Threads"]),
        ("Upscaling", ["Tile", "Overlap"]),
        ("Jobs", ["SweepInterval"]),
        ("Uploads", ["MaxPerOwner"]),
        ("Studio", ["Guidance"]),
        (RewriterOptions.FormerSection, ["AnswerKilobytes", "AtOnce"]),
        (RewriterOptions.Section, ["AnswerKilobytes", "AtOnce"]),
        ("Encoding", ["Crf", "Preset", "GifWidth", "WebmCrf", "WebpQuality", "Timeout"]),
        (
            "Reading",
            [
                "PictureMegabytes", "PictureMegapixels", "VideoMegabytes", "VideoMegapixels", "VideoLength",
                "VideoFramesPerSecond", "LeastSide", "MostSide", "MostAspect", "Timeout",
            ]
        ),
    ];

    /// <summary>Whether this was a setting of an earlier version and has no effect any more.</summary>
    public static bool Has(string section, string name) => Removed.Any(former =>
        former.Section.Equals(section, StringComparison.OrdinalIgnoreCase)
        && former.Names.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <returns>A sentence for each one that is set.</returns>
    public static IEnumerable<string> NotesOn(IConfiguration configuration) =>
        Gone(configuration).Concat(Renamed(configuration));

    private static IEnumerable<string> Gone(IConfiguration configuration) =>
        from former in Removed
        from setting in configuration.GetSection(former.Section).GetChildren()
        where former.Names.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)
        select $"{former.Section}__{setting.Key} is no longer a setting and has no effect.";

    private static IEnumerable<string> Renamed(IConfiguration configuration) =>
        from setting in configuration.GetSection(RewriterOptions.FormerSection).GetChildren()
        where !Has(RewriterOptions.FormerSection, setting.Key)
        select $"{RewriterOptions.FormerSection}__{setting.Key} is now called {RewriterOptions.Section}__{setting.Key}.";
}
