using System.Collections.Concurrent;
using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>Models that were opened before, as long as their files have not changed.</summary>
internal sealed class OpenModels
{
    private readonly ConcurrentDictionary<(string Folder, string Name), Model> _models = new();

    /// <summary>Opens a model, or gives the one that was opened before.</summary>
    /// <param name="folder">In the layout of diffusers.</param>
    /// <param name="name">What it is called; null: as its folder.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public Model Open(string folder, string? name = null)
    {
        if (!Directory.Exists(folder))
            return Model.Open(folder, name); // says so
        var (files, key) = (FolderContents.Of(folder), (folder, name ?? ModelInfo.NameOf(folder)));
        if (_models.TryGetValue(key, out var known) && known.Info.Files == files)
            return known;
        return _models[key] = Model.Open(folder, name, files);
    }

    /// <summary>A model as it was last opened, without a look at its files.</summary>
    /// <inheritdoc cref="Open"/>
    public Model Of(ModelInfo model) =>
        _models.TryGetValue((model.Folder, model.Name), out var known) ? known : Open(model.Folder, model.Name);
}
