using System.Collections.Concurrent;
using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>Models that were opened before, as long as their files have not changed.</summary>
internal sealed class OpenModels
{
    private readonly ConcurrentDictionary<(string Folder, string? Name), (Model Model, Look Look)> _models = new();

    /// <summary>Opens a model, or gives the one that was opened before.</summary>
    /// <param name="folder">In the layout of diffusers.</param>
    /// <param name="name">What it is called; null: as its folder.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public Model Open(string folder, string? name = null)
    {
        if (!Directory.Exists(folder))
            return Model.Open(folder, name); // says so
        var look = Look.At(folder);
        if (_models.TryGetValue((folder, name), out var known) && known.Look == look)
            return known.Model;
        var model = Model.Open(folder, name);
        _models[(folder, name)] = (model, look);
        return model;
    }

    // What a folder's files were like, without reading them.
    private sealed record Look(int Files, long Bytes, DateTime Newest)
    {
        public static Look At(string folder)
        {
            var (files, bytes, newest) = (0, 0L, DateTime.MinValue);
            foreach (var entry in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                // A hub's cache holds links to the files.
                var file = entry.LinkTarget is null ? entry : entry.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
                if (file is not { Exists: true })
                    continue;
                (files, bytes) = (files + 1, bytes + file.Length);
                newest = file.LastWriteTimeUtc > newest ? file.LastWriteTimeUtc : newest;
            }

            return new Look(files, bytes, newest);
        }
    }
}
