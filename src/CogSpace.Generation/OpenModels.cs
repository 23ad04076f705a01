using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>Models that were opened before, as long as their files have not changed.</summary>
internal sealed class OpenModels
{
    private readonly ConcurrentDictionary<(string Folder, string Name), Model> _models = new();

    // A caller that holds a description works with that model, also when its files have changed since.
    private readonly ConditionalWeakTable<ModelInfo, Model> _described = [];

    /// <summary>Opens a model, or gives the one that was opened before.</summary>
    /// <param name="folder">In the layout of diffusers.</param>
    /// <param name="name">What it is called; null: as its folder.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public Model Open(string folder, string? name = null)
    {
        if (!Directory.Exists(folder))
            return Model.Open(folder, name); // says so
        var (files, key) = (ModelInfo.ContentsOf(folder), (folder, name ?? ModelInfo.NameOf(folder)));
        if (_models.TryGetValue(key, out var known) && known.Info.Files == files)
            return known;
        var model = Model.Open(folder, name, files);
        _described.AddOrUpdate(model.Info, model);
        return _models[key] = model;
    }

    /// <summary>The model that a description was made of, without a look at its files.</summary>
    /// <inheritdoc cref="Open"/>
    public Model Of(ModelInfo model) =>
        _described.TryGetValue(model, out var known) ? known : Open(model.Folder, model.Name);
}
