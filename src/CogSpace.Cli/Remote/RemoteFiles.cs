using CogSpace.Client;
using CogSpace.Generation;

namespace CogSpace.Cli.Remote;

/// <summary>The files of a video that a server makes. They appear under their names together, or not at all.</summary>
internal sealed class RemoteFiles : IDisposable
{
    private readonly List<(string Path, ContentFormat Format, AtomicFile File)> _files = [];

    private RemoteFiles()
    {
    }

    /// <param name="output">The video.</param>
    /// <param name="others">What else is wanted, beside it under its name.</param>
    /// <exception cref="CogSpaceException">A file cannot be written, or a server has none of this kind.</exception>
    public static RemoteFiles Create(string output, IReadOnlyList<VideoFormat> others)
    {
        var files = new RemoteFiles();
        try
        {
            foreach (string path in PathsOf(output, others))
                files.Add(path, FormatOf(path));
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>The video, and what else is wanted beside it.</summary>
    public static IEnumerable<string> PathsOf(string output, IReadOnlyList<VideoFormat> others) =>
    [
        output,
        .. others.Select(format => Path.ChangeExtension(output, format.ToString().ToLowerInvariant()))
            .Where(path => path != output),
    ];

    /// <exception cref="CogSpaceApiException">The server does not have them, or cannot be reached.</exception>
    /// <exception cref="CogSpaceException">A file cannot be written.</exception>
    public async Task DownloadAsync(CogSpaceClient client, string id, CancellationToken cancel)
    {
        foreach (var (path, format, file) in _files)
        {
            try
            {
                await using var stream = new FileStream(file.HiddenPath, FileMode.Open, FileAccess.Write, FileShare.None);
                await client.DownloadAsync(id, stream, format, cancel: cancel);
            }
            catch (Exception e) when (Disk.Failed(e))
            {
                throw Disk.Explain($"Cannot write {path}: {e.Message}", e);
            }
        }

        AtomicFile.CommitAll([.. _files.Select(file => file.File)]);
    }

    /// <summary>Says what was written.</summary>
    /// <param name="recipe">Of the video; null: it has none.</param>
    public void Say(Recipe? recipe)
    {
        ResultLines.Write(_files[0].Path, recipe);
        foreach (var (path, _, _) in _files.Skip(1))
            ResultLines.WriteFile(path);
    }

    public void Dispose() => _files.ForEach(file => file.File.Dispose());

    private void Add(string path, ContentFormat format) => _files.Add((path, format, AtomicFile.Create(path)));

    private static ContentFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".mp4" or "" => ContentFormat.Mp4,
        ".webm" => ContentFormat.WebM,
        ".gif" => ContentFormat.Gif,
        ".webp" => ContentFormat.WebP,
        _ => throw new InvalidRequestException(
            $"A server does not make {path}: with --server, the name of the video ends in .mp4, .webm, .gif or .webp."),
    };
}
