using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using CogSpace.Weights;

namespace CogSpace.Web.Examples;

/// <summary>
/// Finds the guide of a model: examples.json in its folder, else what is built in for the published models, by their config.
/// </summary>
/// <remarks>A host may put a guide beside any model. One that cannot be read counts as none, and the log says why.</remarks>
public sealed partial class ModelGuides(ILogger<ModelGuides> log)
{
    private const int MostBytes = 64 * 1024;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 8,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private static readonly Lazy<Dictionary<string, ModelGuide>> Published = new(ReadPublished);

    private readonly ConcurrentDictionary<string, (DateTime Written, ModelGuide? Guide)> _read = new();

    /// <returns>null for a model that nobody has said anything about.</returns>
    public ModelGuide? Of(ModelInfo? model)
    {
        if (model is null)
            return null;
        string path = Path.Combine(model.Folder, ModelInfo.GuideFile);
        var guide = File.Exists(path) ? Read(path) : Published.Value.GetValueOrDefault(model.Preset.Variant);
        return guide is null ? null : guide with { Model = model.Name, Preset = model.Preset };
    }

    private static Dictionary<string, ModelGuide> ReadPublished()
    {
        using var json = Assembly.GetExecutingAssembly().GetManifestResourceStream("CogSpace.Web.Examples.published.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, ModelGuide>>(json, Format)!;
    }

    private ModelGuide? Read(string path)
    {
        var written = File.GetLastWriteTimeUtc(path);
        if (_read.TryGetValue(path, out var before) && before.Written == written)
            return before.Guide;
        var guide = ReadNow(path);
        _read[path] = (written, guide);
        return guide;
    }

    private ModelGuide? ReadNow(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new JsonException($"it is larger than {ByteSize.Format(MostBytes)}.");
            var guide = JsonSerializer.Deserialize<ModelGuide>(File.ReadAllText(path), Format)
                ?? throw new JsonException("it is null.");
            string? odd = guide.Files.FirstOrDefault(file => ExampleEndpoint.MediaTypeOf(file) is null);
            return odd is null
                ? guide
                : throw new JsonException($"\"{odd}\" is not the bare name of an MP4, WebM, PNG, JPEG or WebP file.");
        }
        catch (Exception e) when (e is JsonException || Disk.Failed(e))
        {
            LogUnreadable(path, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The examples in {Path} are not shown: {Reason}")]
    private partial void LogUnreadable(string path, string reason);
}
