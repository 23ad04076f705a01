using System.Text.Json;
using CogSpace.Weights;

namespace CogSpace.Generation.Hub;

/// <summary>What is known of a model that can be pulled.</summary>
/// <param name="Id">On huggingface.co.</param>
/// <param name="Makes">What it is for.</param>
/// <param name="Bytes">To be pulled.</param>
/// <param name="Licence">As its repository states it.</param>
/// <param name="Settings">What its makers recommend.</param>
/// <param name="Weights">Numbers that it has, to estimate the memory that it needs; 0: next to none.</param>
/// <param name="Files">The only files that are needed; none: those of a CogVideoX model.</param>
/// <param name="Unsure">Which of this could not be compared with the hub; null: nothing.</param>
/// <remarks>
/// Sources: the file lists and model cards on huggingface.co. Numbers of weights: of the T5 1.1 XXL encoder (4.76 billion), of
/// the transformers (1.69 and 5.57 billion) and of the autoencoder (0.22 billion), by their configs.
/// </remarks>
public sealed record PublishedModel(
    string Id, string Makes, long Bytes, string Licence, string Settings, long Weights, IReadOnlyList<string> Files,
    string? Unsure)
{
    private const string OwnLicence = "CogVideoX licence (free for research; commercial use asks for registration)";
    private const string NoLicence = "none stated in its repository";
    private const double Margin = 1.25;
    private const long WeightsOf2B = 6_670_000_000;
    private const long WeightsOf5B = 10_550_000_000;

    public static IReadOnlyList<PublishedModel> All { get; } =
    [
        new(
            "zai-org/CogVideoX-2b", "text to video", 13_800_000_000, "Apache-2.0",
            "720 x 480, 49 frames, 50 steps, guidance 6, float16, DDIM", WeightsOf2B, [], null),
        new(
            "zai-org/CogVideoX-5b", "text to video", 21_500_000_000, OwnLicence,
            "720 x 480, 49 frames, 50 steps, guidance 6, bfloat16, DPM", WeightsOf5B, [], null),
        new(
            "zai-org/CogVideoX-5b-I2V", "image to video", 21_600_000_000, OwnLicence,
            "720 x 480, 49 frames, 50 steps, guidance 6, bfloat16, DPM", WeightsOf5B, [], "the size is computed"),
        new(
            "zai-org/CogVideoX1.5-5B", "text to video", 31_100_000_000, OwnLicence,
            "1360 x 768, 81 frames, 50 steps, guidance 6, bfloat16, DPM", WeightsOf5B, [], null),
        new(
            "zai-org/CogVideoX1.5-5B-I2V", "image to video", 31_100_000_000, OwnLicence,
            "1360 x 768, 81 frames, 50 steps, guidance 6, bfloat16, DPM", WeightsOf5B, [],
            "the size is taken to be that of CogVideoX1.5-5B"),
        new(
            "AlexWortega/RIFE", "frame interpolation", 12_200_000, NoLicence, "twice the frame rate", 0, ["flownet.pkl"],
            "the code that it belongs to is MIT; whether the weights are is not said"),
        new(
            "ai-forever/Real-ESRGAN", "upscaling", 67_040_989, NoLicence, "four times the size", 0, ["RealESRGAN_x4.pth"],
            "the code that it belongs to is BSD-3-Clause; whether the weights are is not said"),
    ];

    /// <summary>Whether videos are made with it, rather than made better.</summary>
    public bool IsVideoModel => Files.Count == 0;

    /// <summary>Estimates the memory that it takes while it is not here, from the number of its weights.</summary>
    /// <param name="place">What they would be computed in.</param>
    /// <returns>Bytes.</returns>
    /// <remarks>
    /// A quarter more than the weights, for what lies between the layers. That comes near what the makers publish for all
    /// networks on one device: 18 GB for CogVideoX-2B in float16, 26 GB for 5B in bfloat16.
    /// </remarks>
    public long MemoryIn(ComputeSummary place) => (long)(Weights * place.BytesPerNumber * Margin);

    /// <returns>null for a model that nothing is known of.</returns>
    public static PublishedModel? Find(string id) => All.FirstOrDefault(model => model.Id == id);
}

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
