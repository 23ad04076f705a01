using System.Text.Json;
using CogSpace.Weights;

namespace CogSpace.Generation.Hub;

/// <summary>
/// The files that a CogVideoX model is loaded from. Nothing else of a repository is needed: no duplicates in other formats, no
/// pictures.
/// </summary>
internal static class ModelFiles
{
    public const string Index = "model_index.json";

    private static readonly string[] Required = [Index, "scheduler/scheduler_config.json", "tokenizer/spiece.model"];

    private static readonly string[] Optional =
    [
        "tokenizer/tokenizer_config.json",
        "tokenizer/special_tokens_map.json",
        "tokenizer/added_tokens.json",
    ];

    private static readonly (string Folder, string Weights)[] Networks =
        [("text_encoder", "model"), ("transformer", "diffusion_pytorch_model"), ("vae", "diffusion_pytorch_model")];

    /// <summary>All but the weights. Among them are the indexes that say which files the weights are.</summary>
    /// <param name="exists">Whether there is a file of this name.</param>
    /// <exception cref="CogSpaceException">One is missing.</exception>
    public static IEnumerable<string> Small(Predicate<string> exists) =>
        Required.Select(file => exists(file) ? file : throw Missing(file))
            .Concat(Optional.Where(file => exists(file)))
            .Concat(
                Networks
                    .Select(network => $"{network.Folder}/config.json")
                    .Select(file => exists(file) ? file : throw Missing(file))
            )
            .Concat(Networks.Select(network => Source(network, exists)).Where(IsIndex));

    /// <summary>The weights: of each network one file, or the parts that its index names.</summary>
    /// <param name="exists">Whether there is a file of this name.</param>
    /// <param name="read">Reads one of the small files.</param>
    /// <exception cref="CogSpaceException">One is missing, or an index is damaged.</exception>
    public static IEnumerable<string> Weights(Predicate<string> exists, Func<string, byte[]> read) =>
        Networks
            .Select(network => Source(network, exists))
            .SelectMany(source => IsIndex(source) ? Shards(source, exists, read) : [source]);

    // The file of a network's weights or the index of its parts; a variant where there is nothing else.
    private static string Source((string Folder, string Weights) network, Predicate<string> exists)
    {
        string single = $"{network.Folder}/{network.Weights}.safetensors";
        return Checkpoint.Variants
                .SelectMany(variant => new[]
                {
                    $"{network.Folder}/{network.Weights}.{variant}.safetensors", $"{single}.index.{variant}.json",
                })
                .Prepend($"{single}.index.json")
                .Prepend(single)
                .FirstOrDefault(file => exists(file))
            ?? throw Missing(single);
    }

    private static bool IsIndex(string file) => file.EndsWith(".json", StringComparison.Ordinal);

    private static List<string> Shards(string index, Predicate<string> exists, Func<string, byte[]> read)
    {
        string folder = index.Split('/')[0];
        var names = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(read(index));
            foreach (var entry in json.RootElement.GetProperty("weight_map").EnumerateObject())
                names.Add(entry.Value.GetString() ?? "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CogSpaceException($"{index} is not an index of weights ({e.Message}).", e);
        }

        foreach (string name in names)
        {
            if (!HubFile.IsInside(name) || name.Contains('/'))
                throw new CogSpaceException($"{index} names \"{name}\", which is not a file beside it.");
            if (!exists($"{folder}/{name}"))
                throw Missing($"{folder}/{name}");
        }

        return [.. names.Select(name => $"{folder}/{name}")];
    }

    private static CogSpaceException Missing(string file) => new($"{file} is missing.");
}
