using System.Globalization;
using System.Text.Json;

namespace CogSpace.Weights;

/// <summary>
/// Writes the weights of one network as diffusers does: one file, or shards and an index that says which tensor is in which.
/// </summary>
public static class ShardedSafetensors
{
    /// <summary>What diffusers calls 5GB.</summary>
    public const long UsualShardBytes = 5_000_000_000;

    /// <param name="folder">Where the files go.</param>
    /// <param name="stem">Their names without extension, "diffusion_pytorch_model".</param>
    /// <param name="tensors">Asked for their bytes one after the other.</param>
    /// <param name="shardBytes">No shard has more, unless one tensor alone does.</param>
    /// <param name="cancel">Looked at between tensors.</param>
    /// <exception cref="CogSpaceException">A file cannot be written.</exception>
    public static void Write(
        string folder, string stem, IReadOnlyList<TensorSource> tensors, long shardBytes = UsualShardBytes,
        CancellationToken cancel = default)
    {
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };
        var shards = Divide(tensors, shardBytes);
        if (shards.Count == 1)
        {
            SafetensorsWriter.WriteEach(Path.Combine(folder, $"{stem}.safetensors"), tensors, metadata, cancel: cancel);
            return;
        }

        var home = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (number, shard) in shards.Index())
        {
            string name = string.Create(
                CultureInfo.InvariantCulture, $"{stem}-{number + 1:00000}-of-{shards.Count:00000}.safetensors");
            SafetensorsWriter.WriteEach(Path.Combine(folder, name), shard, metadata, cancel: cancel);
            foreach (var tensor in shard)
                home[tensor.Name] = name;
        }

        WriteIndex(Path.Combine(folder, $"{stem}.safetensors.index.json"), tensors.Sum(tensor => tensor.Length), home);
    }

    private static List<List<TensorSource>> Divide(IReadOnlyList<TensorSource> tensors, long shardBytes)
    {
        List<List<TensorSource>> shards = [[]];
        long bytes = 0;
        foreach (var tensor in tensors)
        {
            if (bytes > 0 && bytes + tensor.Length > shardBytes)
            {
                shards.Add([]);
                bytes = 0;
            }

            shards[^1].Add(tensor);
            bytes += tensor.Length;
        }

        return shards;
    }

    private static void WriteIndex(string path, long bytes, SortedDictionary<string, string> home) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
                json.WriteStartObject();
                json.WriteStartObject("metadata");
                json.WriteNumber("total_size", bytes);
                json.WriteEndObject();
                json.WriteStartObject("weight_map");
                foreach (var (name, shard) in home)
                    json.WriteString(name, shard);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        );
}
