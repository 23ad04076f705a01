using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CogSpace.Pipeline.Hardware;
using CogSpace.Training;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Training;

/// <summary>What has to be the same for a training to go on where it ended: the model, the clips and the settings.</summary>
internal sealed record TrainingIdentity(string Model, string Clips, JsonObject Settings)
{
    // They decide what is kept or how it is computed, and nothing of the numbers.
    private static readonly string[] Harmless = ["gradient_checkpointing", "save_every", "keep"];

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static TrainingIdentity Of(
        Checkpoint model, TrainingData data, TrainingOptions options, ComputePlace place, WeightKind weights)
    {
        var settings = (JsonObject)JsonSerializer.SerializeToNode(options, Format)!;
        settings["type"] = place.TypeName;
        settings["weights"] = place.NameOf(weights) ?? place.TypeName;
        return new TrainingIdentity(CheckpointDigest.Of(model), Digest(data), settings);
    }

    /// <summary>For a person, or the header of a file.</summary>
    public string Json => new JsonObject
    {
        ["model"] = Model,
        ["clips"] = Clips,
        ["settings"] = Settings.DeepClone(),
    }.ToJsonString();

    /// <exception cref="JsonException">It is something else.</exception>
    public static TrainingIdentity Parse(string json) =>
        JsonNode.Parse(json) is JsonObject all && all["settings"] is JsonObject settings
            ? new TrainingIdentity($"{all["model"]}", $"{all["clips"]}", (JsonObject)settings.DeepClone())
            : throw new JsonException("It does not say what was trained.");

    /// <summary>Says why a training cannot go on from another's checkpoint; null: it can.</summary>
    public string? DifferenceFrom(TrainingIdentity earlier)
    {
        if (earlier.Model != Model)
            return "it is of another model";
        if (earlier.Clips != Clips)
            return "it was made with other clips";
        var (now, then) = (Flat(Settings), Flat(earlier.Settings));
        var differences = now.Keys.Union(then.Keys).Except(Harmless)
            .Where(name => now.GetValueOrDefault(name) != then.GetValueOrDefault(name))
            .Select(name => $"{name} is {Text(now, name)} now and was {Text(then, name)}")
            .ToList();
        return differences.Count == 0 ? null : $"it was made with other settings: {string.Join(", ", differences)}";
    }

    private static string Text(Dictionary<string, string> settings, string name) =>
        settings.GetValueOrDefault(name) ?? "not set";

    // "lora": { "rank": 4 } is "lora.rank": "4". With a constant rate the number of steps changes nothing but the end.
    private static Dictionary<string, string> Flat(JsonObject settings)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        void Add(string prefix, JsonObject values)
        {
            foreach (var (name, value) in values)
            {
                if (value is JsonObject inner)
                    Add($"{prefix}{name}.", inner);
                else
                    flat[prefix + name] = value?.ToJsonString() ?? "not set";
            }
        }

        Add("", settings);
        if (flat.GetValueOrDefault("schedule") == "\"constant\"")
            flat.Remove("steps");
        return flat;
    }

    private static string Digest(TrainingData data) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', data.Clips.Select(clip => clip.File).Append(data.NoPrompt)
            .Select(file => $"{Path.GetFileName(file)} {new FileInfo(file).Length}")))));
}
