using CogSpace.Generation;
using CogSpace.Generation.Hub;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Models;

/// <summary>The models that a visitor may pick, and what each can make. Loads no network.</summary>
public sealed class ModelMenu
{
    private readonly ModelsOptions _options;
    private readonly HubOptions _hub;
    private readonly ModelCatalog _catalog;
    private readonly RecentLook<IReadOnlyList<ModelInfo>> _installed;

    public ModelMenu(IOptions<ModelsOptions> options, HubOptions hub, ModelCatalog catalog, TimeProvider time)
    {
        (_options, _hub, _catalog) = (options.Value, hub, catalog);
        Folder = _options.FullFolder;
        _installed = new(() => [.. _catalog.Installed().Where(model => IsOffered(model.Name))], time);
    }

    /// <summary>Where the models lie.</summary>
    public string Folder { get; }

    /// <summary>The models on offer that can be read, the smallest first. Looks at the disk every few seconds at most.</summary>
    public IReadOnlyList<ModelInfo> Offered => _installed.Value;

    /// <summary>The name of the model that the settings choose; null: they leave it to what is there.</summary>
    public string? DefaultName =>
        _options.Default
        ?? _options.Pulls.FirstOrDefault(id => PublishedModel.Find(id.Name) is null or { IsVideoModel: true })?.ToString();

    /// <summary>The model that is loaded at the start.</summary>
    /// <exception cref="CogSpaceException">It is missing or damaged, or none is installed.</exception>
    public ModelInfo Default =>
        DefaultName is { } name ? Offered.FirstOrDefault(model => model.Name == name) ?? Find(name)
        : OfferedFor(ModelTask.TextToVideo) is [var smallest, ..] ? smallest
        : Offered is [var other, ..] ? other
        : throw new CogSpaceException("No model is installed on this server. Its host should check the setting Models__Folder.");

    /// <summary>The models on offer for a task, the smallest first.</summary>
    public IReadOnlyList<ModelInfo> OfferedFor(ModelTask task) => [.. Offered.Where(model => model.Task == task)];

    /// <summary>
    /// The model that is chosen at first for a task: the default one if it can do that, else the smallest that can.
    /// </summary>
    /// <exception cref="CogSpaceException">
    /// There is none, or the default one is missing or damaged and this is what it was for.
    /// </exception>
    public ModelInfo DefaultFor(ModelTask task)
    {
        if (task == ModelTask.TextToVideo && Default is { Task: ModelTask.TextToVideo } model)
            return model;
        var able = OfferedFor(task);
        return able.FirstOrDefault(other => other.Name == DefaultName)
            ?? (able is [var smallest, ..] ? smallest : throw NoneFor(task));
    }

    /// <summary>A model on offer.</summary>
    /// <exception cref="CogSpaceException">It is not on offer, missing or damaged.</exception>
    public ModelInfo Find(string name)
    {
        // A name, never a path: the catalog's Find would take any folder.
        return (IsOffered(name) ? Read(() => _catalog.FindNamed(name)) : null)
            ?? throw new CogSpaceException($"There is no model \"{name}\" on this server. {Choices()}");
    }

    /// <summary>Looks at the disk again the next time that it is asked.</summary>
    internal void Refresh() => _installed.Forget();

    /// <summary>Whether a model of a hub is in the cache, as far as it is needed.</summary>
    internal bool IsThere(HubModelId id)
    {
        var cache = new HubCache(_hub.CacheFolder);
        return cache.Find(id) is { } model
            && (
                PublishedModel.Find(id.Name) is { IsVideoModel: false } weights
                    ? weights.Files.All(file => File.Exists(Path.Combine(model.Folder, file)))
                    : cache.Problem(model) is null
            );
    }

    /// <summary>
    /// A sentence that names a model's files from the models folder, or the cache, on: where these lie is nobody's business.
    /// </summary>
    public string WithoutFolder(string sentence)
    {
        foreach (string folder in (string[])[Folder, _hub.CacheFolder])
        {
            string root = Path.TrimEndingDirectorySeparator(folder);
            sentence = sentence
                .Replace(root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
                .Replace(root, "the cache", StringComparison.Ordinal);
        }

        return sentence;
    }

    private T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ModelLoadException e)
        {
            throw new CogSpaceException(WithoutFolder(e.Message), e);
        }
    }

    private static CogSpaceException NoneFor(ModelTask task) => new(task == ModelTask.ImageToVideo
        ? "No model that starts from a picture is installed on this server. The other tabs work without one."
        : "No model that starts from a prompt or a video is installed on this server. The Image tab works without one.");

    private string Choices() => Offered is { Count: > 0 } models
        ? $"Choose one of: {string.Join(", ", models.Select(model => model.Name))}."
        : "None is installed; the host should check the setting Models__Folder.";

    private bool IsOffered(string name) => _options.Offered.Count == 0 || _options.Offered.Contains(name) || name == DefaultName;
}
