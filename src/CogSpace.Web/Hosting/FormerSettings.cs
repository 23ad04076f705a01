namespace CogSpace.Web.Hosting;

/// <summary>Settings of earlier versions. They have no effect any more, and the log says so at the start.</summary>
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
        ("Enhancer", ["AnswerKilobytes", "AtOnce"]),
        ("Rewriter", ["AnswerKilobytes", "AtOnce"]),
        ("Encoding", ["Crf", "Preset", "GifWidth", "WebmCrf", "WebpQuality", "Timeout"]),
        (
            "Reading",
            [
                "PictureMegabytes", "PictureMegapixels", "VideoMegabytes", "VideoMegapixels", "VideoLength",
                "VideoFramesPerSecond", "LeastSide", "MostSide", "MostAspect", "Timeout",
            ]
        ),
    ];

    /// <summary>Whether an earlier version had this setting.</summary>
    public static bool Has(string section, string name) => Removed.Any(former =>
        former.Section.Equals(section, StringComparison.OrdinalIgnoreCase)
        && former.Names.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <returns>A sentence for each one that is set.</returns>
    public static IEnumerable<string> NotesOn(IConfiguration configuration) =>
        from former in Removed
        from setting in configuration.GetSection(former.Section).GetChildren()
        where former.Names.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)
        select $"{former.Section}__{setting.Key} is no longer a setting and has no effect.";
}
