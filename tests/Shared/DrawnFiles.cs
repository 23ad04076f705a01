using System.Collections.Concurrent;

namespace CogSpace.Tests;

/// <summary>What FFmpeg draws out of nothing, drawn once for all tests that ask for the same.</summary>
internal static class DrawnFiles
{
    private static readonly Lazy<TemporaryFolder> Folder = new(() =>
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    });

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Drawn = new();

    /// <param name="path">Gets a copy of its own; the format goes by its ending.</param>
    /// <param name="arguments">Those of ffmpeg before the name of the file.</param>
    public static async Task DrawAsync(string path, params string[] arguments)
    {
        string extension = Path.GetExtension(path), key = string.Join('\n', [extension, .. arguments]);
        File.Copy(await Drawn.GetOrAdd(key, _ => new(() => RunAsync(extension, arguments))).Value, path, overwrite: true);
    }

    private static async Task<string> RunAsync(string extension, string[] arguments)
    {
        string path = Folder.Value[$"{Guid.NewGuid():N}{extension}"];
        await Programs.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", .. arguments, path]);
        return path;
    }
}
