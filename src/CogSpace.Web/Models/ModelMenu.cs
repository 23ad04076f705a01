using System.Collections.Concurrent;
using System.Diagnostics;
using CogSpace.Generation;
using CogSpace.Pipeline;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Models;

/// <summary>The models that a visitor may pick, and what each can make. Loads no network.</summary>
public sealed class ModelMenu
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ModelsOptions _options;
    private readonly ModelCatalog _catalog;
    private readonly ConcurrentDictionary<string, RequestPlanner> _planners = new(StringComparer.Ordinal);
    private volatile Look? _last;

    public ModelMenu(IOptions<ModelsOptions> options)
    {
        _options = options.Value;
        Folder = Path.GetFullPath(_options.Folder);
        _catalog = new ModelCatalog(Folder);
    }

    /// <summary>Where the models lie.</summary>
    public string Folder { get; }

    /// <summary>The models on offer that can be read, the smallest first. Looks at the disk every few seconds at most.</summary>
    public IReadOnlyList<ModelDescription> Offered
    {
        get
        {
            if (_last is not { } look || Stopwatch.GetElapsedTime(look.At) > Fresh)
                _last = look = new Look([.. _catalog.Installed().Where(model => IsOffered(model.Name))], Stopwatch.GetTimestamp());
            return look.Models;
        }
    }

    /// <summary>The model that is loaded at the start.</summary>
    /// <exception cref="CogSpaceException">It is missing or damaged, or none is installed.</exception>
    public ModelDescription Default =>
        _options.Default is { } name ? Offered.FirstOrDefault(model => model.Name == name) ?? Find(name)
        : OfferedFor(ModelTask.TextToVideo) is [var smallest, ..] ? smallest
        : Offered is [var other, ..] ? other
        : throw new CogSpaceException("No model is installed on this server. Whoever runs it should look at the setting Models__Folder.");

    /// <summary>The models on offer for a task, the smallest first.</summary>
    public IReadOnlyList<ModelDescription> OfferedFor(ModelTask task) => [.. Offered.Where(model => model.Task == task)];

    /// <summary>The model that is chosen at first for a task: the default one if it can do that, else the smallest that can.</summary>
    /// <exception cref="CogSpaceException">There is none, or the default one is missing or damaged and this is what it was for.</exception>
    public ModelDescription DefaultFor(ModelTask task)
    {
        if (task == ModelTask.TextToVideo && Default is { Task: ModelTask.TextToVideo } model)
            return model;
        var able = OfferedFor(task);
        return able.FirstOrDefault(other => other.Name == _options.Default) ?? (able is [var smallest, ..] ? smallest : throw NoneFor(task));
    }
    /// <summary>A model on offer.</summary>
    /// <exception cref="CogSpaceException">It is not on offer, missing or damaged.</exception>
    public ModelDescription Find(string name)
    {
        // A name, never a path: the catalog alone would take any folder.
        bool isName = name.Length > 0 && name == Path.GetFileName(name) && name is not ("." or "..");
        if (!isName || !IsOffered(name) || !Directory.Exists(Path.Combine(Folder, name)))
            throw new CogSpaceException($"There is no model \"{name}\" on this server. {Choices()}");
        return Read(name, ModelDescription.Read);
    }

    /// <summary>What a model on offer makes of a request.</summary>
    /// <exception cref="CogSpaceException">It is not on offer, missing or damaged.</exception>
    public RequestPlanner PlannerOf(string name) =>
        _planners.TryGetValue(name, out var planner) ? planner
        : _planners.GetOrAdd(name, Read(Find(name).Name, RequestPlanner.Load));

    /// <summary>A sentence that names a model's files from the models folder on: where that lies is nobody's business.</summary>
    public string WithoutFolder(string sentence) =>
        sentence.Replace(Path.TrimEndingDirectorySeparator(Folder) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private T Read<T>(string name, Func<string, T> read)
    {
        try
        {
            return read(Path.Combine(Folder, name));
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
        : "None is installed: whoever runs it should look at the setting Models__Folder.";

    private bool IsOffered(string name) => _options.Offered.Count == 0 || _options.Offered.Contains(name) || name == _options.Default;

    private sealed record Look(IReadOnlyList<ModelDescription> Models, long At);
}
