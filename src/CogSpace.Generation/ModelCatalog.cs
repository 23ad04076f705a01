using CogSpace.Generation.Hub;
using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>
/// The models that are installed: the folders of the models folder that hold one, and what was pulled from a hub.
/// </summary>
/// <param name="modelsFolder">A folder for each model.</param>
/// <param name="hub">Whose cache is looked into, too; null: none.</param>
public sealed class ModelCatalog(string modelsFolder, HubOptions? hub = null)
{
    private readonly OpenModels _models = new();
    private readonly HubCache? _cache = hub is null ? null : new HubCache(hub.CacheFolder);

    /// <summary>Every model that can be read, the smallest first. One from a hub has its id as its name.</summary>
    public IReadOnlyList<ModelInfo> Installed() =>
        [.. InFolder().Concat(InCache()).OrderBy(model => model.Bytes).ThenBy(model => model.Name, StringComparer.Ordinal)];

    /// <summary>
    /// A model by its folder, by its name in the models folder, or by its id on a hub from which it was pulled.
    /// </summary>
    /// <exception cref="CogSpaceException">There is none.</exception>
    public ModelInfo Find(string nameOrFolder)
    {
        if (nameOrFolder.Length > 0 && Directory.Exists(nameOrFolder))
            return _models.Open(nameOrFolder).Info;
        return FindNamed(nameOrFolder) ?? throw NotFound(nameOrFolder);
    }

    /// <summary>A model by its name in the models folder, or by its id on a hub; never any other folder.</summary>
    /// <returns>null when there is none.</returns>
    /// <exception cref="CogSpaceException">It is damaged.</exception>
    public ModelInfo? FindNamed(string name)
    {
        bool isFolder = name.Length > 0 && name == Path.GetFileName(name) && name is not ("." or "..");
        if (isFolder && Directory.Exists(Path.Combine(modelsFolder, name)))
            return _models.Open(Path.Combine(modelsFolder, name)).Info;
        return Cached(name) is { } cached && _cache!.Problem(cached) is null ? Describe(cached) : null;
    }

    /// <summary>The smallest model for a task.</summary>
    /// <exception cref="CogSpaceException">None is installed.</exception>
    public ModelInfo SmallestFor(ModelTask task) =>
        Installed().FirstOrDefault(model => model.Task == task)
        ?? throw new CogSpaceException($"No model for this is installed in {modelsFolder}; name a model's folder.");

    /// <summary>Counts the tokens of a text, the closing one included.</summary>
    /// <exception cref="ModelLoadException">The tokenizer is missing or damaged.</exception>
    public int CountTokens(ModelInfo model, string text) => Open(model).CountTokens(text);

    /// <inheritdoc cref="Model.NoteOnUnknownWords"/>
    public string? NoteOnUnknownWords(ModelInfo model, string prompt) => Open(model).NoteOnUnknownWords(prompt);

    /// <summary>Fills in what a request leaves to the model, or refuses it: a request is refused here or nowhere.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="model">Which model makes it.</param>
    /// <param name="source">Of the video that is restyled or inverted; else null.</param>
    /// <exception cref="InvalidRequestException">The model cannot make what is asked for.</exception>
    /// <exception cref="ModelLoadException">
    /// The tokenizer or a LoRA is damaged, or a LoRA was made for another model.
    /// </exception>
    public GenerationPlan Plan(GenerationRequest request, ModelInfo model, VideoInfo? source = null) =>
        Open(model).Plan(request, source);

    /// <summary>Plans only the frames that come out: what a request that is not complete yet would make.</summary>
    /// <param name="model">Which model makes it.</param>
    /// <param name="source">The video that is restyled; null: there is none.</param>
    /// <param name="width">In pixels; null: the model's own.</param>
    /// <param name="height">In pixels; null: the model's own.</param>
    /// <param name="frames">Frames, of a video the most that are taken; null: the model's own.</param>
    /// <exception cref="InvalidRequestException">The model makes no such video.</exception>
    public PlannedFrames PlanFrames(
        ModelInfo model, VideoInfo? source, int? width = null, int? height = null, int? frames = null) =>
        Open(model).PlanFrames(source, width, height, frames);

    /// <summary>The sizes and lengths that are worth offering of what a model can make.</summary>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public VideoShapes ShapesOf(ModelInfo model) => Open(model).Shapes;

    /// <summary>A model by where it is, under the name that others know it by.</summary>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    internal ModelInfo OpenFolder(string folder, string name) => _models.Open(folder, name).Info;

    /// <summary>The model itself.</summary>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    internal Model Open(ModelInfo model) => _models.Of(model);

    private IEnumerable<ModelInfo> InFolder() => !Directory.Exists(modelsFolder) ? [] : Directory
        .EnumerateDirectories(modelsFolder)
        .Where(folder => File.Exists(Path.Combine(folder, ModelFiles.Index)))
        .Select(folder => Readable(() => _models.Open(folder).Info))
        .OfType<ModelInfo>();

    private IEnumerable<ModelInfo> InCache() =>
        (_cache?.Models() ?? []).Select(model => Readable(() => Describe(model))).OfType<ModelInfo>();

    // A folder that is damaged is not a choice; asking for it by name says what is wrong with it.
    private static ModelInfo? Readable(Func<ModelInfo> read)
    {
        try
        {
            return read();
        }
        // or it vanishes while it is looked at
        catch (Exception e) when (e is ModelLoadException || Disk.Failed(e))
        {
            return null;
        }
    }

    private ModelInfo Describe(CachedModel model) => _models.Open(model.Folder, model.Id.ToString()).Info;

    private CachedModel? Cached(string name) => HubModelId.TryParse(name) is { } id ? _cache?.Find(id) : null;

    private CogSpaceException NotFound(string name)
    {
        if (Cached(name) is { } linked && _cache!.LinkedFolder(linked) is { } link)
            return new CogSpaceException($"The model {name} cannot be used: {link}");
        if (Cached(name) is { } part && _cache!.Problem(part) is { } problem)
            return new CogSpaceException(
                $"The model {name} is in the cache, but not all of it: {problem} To fetch the rest: cogspace models pull {name}");
        if (hub is not null && name.Contains('/') && HubModelId.TryParse(name) is { } id)
            return new CogSpaceException(
                hub.IsOffline
                    ? $"The model {id} is not in the cache {hub.CacheFolder}, and HF_HUB_OFFLINE is set. Without it, " +
                        $"this would pull it: cogspace models pull {id}"
                    : $"The model {id} is not in the cache {hub.CacheFolder}. To pull it: cogspace models pull {id}"
            );
        return new CogSpaceException(
            $"There is no model \"{name}\": it is neither a folder nor one of those installed in {modelsFolder} ({Names()}).");
    }

    private string Names() =>
        Installed() is { Count: > 0 } models ? string.Join(", ", models.Select(model => model.Name)) : "none";
}
