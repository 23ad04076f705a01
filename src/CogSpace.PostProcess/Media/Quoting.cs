using System.Text.RegularExpressions;

namespace CogSpace.PostProcess.Media;

/// <summary>Names of files between the quotes that FFMpegCore puts around them.</summary>
internal static partial class Quoting
{
    /// <param name="path">Of any file.</param>
    /// <param name="folder">
    /// Where FFmpeg works. A file in it is named without it, so that FFmpeg's messages say no more either.
    /// </param>
    /// <returns>Never a protocol or an option, and no quote in it ends it.</returns>
    /// <remarks>
    /// Source: how .NET, on every system, splits a line into arguments: a backslash has a meaning only before a quote.
    /// </remarks>
    public static string Input(string path, string folder)
    {
        string full = Path.GetFullPath(path);
        string name = Path.GetDirectoryName(full) == folder ? Path.GetFileName(full) : full;
        return $"file:{AtTheEnd().Replace(BeforeQuote().Replace(name, "$1$1\\\""), "$0$0")}";
    }

    [GeneratedRegex("(\\\\*)\"")]
    private static partial Regex BeforeQuote();

    [GeneratedRegex(@"\\+\z")]
    private static partial Regex AtTheEnd();
}
