using System.CommandLine;
using CogSpace.Generation;

namespace CogSpace.Cli;

/// <summary>The options that say which video is written, and what else becomes of it.</summary>
internal static class FormatOptions
{
    public static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The video to write; its name ends in .mp4, .mkv, .webm, .gif or .webp.",
        DefaultValueFactory = _ => "out.mp4",
    };

    private static readonly (Option<bool> Option, VideoFormat Format)[] Formats =
    [
        (new("--gif") { Description = "Also write a GIF, beside the video under its name." }, VideoFormat.Gif),
        (new("--webm") { Description = "Also write a WebM (VP9), beside the video under its name." }, VideoFormat.WebM),
        (new("--webp") { Description = "Also write an animated WebP, beside the video under its name." }, VideoFormat.WebP),
    ];

    public static IEnumerable<Option> All => Formats.Select(format => format.Option);

    /// <summary>The formats that are asked for beside the video.</summary>
    public static IReadOnlyList<VideoFormat> Read(ParseResult arguments) =>
        [.. Formats.Where(format => arguments.GetValue(format.Option)).Select(format => format.Format)];

    /// <summary>Whether all formats that are asked for stand beside the video.</summary>
    public static bool AreThere(ParseResult arguments, Generator generator, string video) =>
        Asked(arguments, generator).AreThere(video);

    /// <summary>The files of all formats that are asked for.</summary>
    public static IEnumerable<string> PathsOf(ParseResult arguments, Generator generator, string video) =>
        Asked(arguments, generator).Paths(video);

    /// <summary>Runs some work that makes a video, and makes the other formats of it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="generator">Makes the other formats.</param>
    /// <param name="video">The MP4.</param>
    /// <param name="work">Makes it.</param>
    /// <param name="cancel">Ends both.</param>
    /// <exception cref="CogSpaceException">
    /// A file cannot be written; what can be known before the work is found out before.
    /// </exception>
    public static async Task FollowAsync(
        ParseResult arguments, Generator generator, string video, Func<Task> work, CancellationToken cancel)
    {
        var formats = Asked(arguments, generator);
        formats.CheckWritable(video);
        await work();
        foreach (string path in await formats.WriteAsync(video, cancel))
            ResultLines.WriteFile(path);
    }

    private static OtherFormats Asked(ParseResult arguments, Generator generator) => new(generator, Read(arguments));
}
