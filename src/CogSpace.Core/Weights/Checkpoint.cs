using System.Text.Json;

namespace CogSpace.Weights;

/// <summary>
/// The weights of one network: a single file, safetensors or PyTorch's, or the shards that an index file names.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    // Safetensors first, as diffusers does.
    private static readonly string[] Extensions = [".safetensors", ".bin"];

    private readonly Dictionary<string, ITensorFile> _home;

    private Checkpoint(string path, IReadOnlyList<ITensorFile> files, Dictionary<string, ITensorFile> home)
    {
        (Path, Files, _home) = (path, files, home);
    }

    /// <summary>
    /// What stands in the names of files that hold a model in one of several number types, "model.fp16.safetensors"; the one
    /// that loses least first.
    /// </summary>
    public static IReadOnlyList<string> Variants { get; } = ["fp32", "bf16", "fp16", "fp8"];

    /// <summary>The file, or the index of the shards: what an error message should name.</summary>
    public string Path { get; }

    public IReadOnlyCollection<string> Names => _home.Keys;

    private IReadOnlyList<ITensorFile> Files { get; }

    /// <summary>Opens the weights that a folder holds under one of the usual names.</summary>
    /// <param name="folder">
    /// Holds "stem.safetensors", or "stem.safetensors.index.json" and its shards; or the same as PyTorch's .bin, or as a variant,
    /// "stem.fp16.safetensors".
    /// </param>
    /// <param name="stems">File names without extension, the first that exists is taken.</param>
    /// <exception cref="ModelLoadException">A file is missing or damaged, or the index and the shards disagree.</exception>
    public static Checkpoint Open(string folder, params ReadOnlySpan<string> stems)
    {
        foreach (string extension in Extensions)
        {
            foreach (string stem in stems)
            {
                string single = System.IO.Path.Combine(folder, stem + extension);
                if (File.Exists(single))
                    return OpenSingle(single);
                if (File.Exists($"{single}.index.json"))
                    return OpenShards($"{single}.index.json");
            }
        }

        if (VariantOf(folder, stems) is { } variant)
            return variant.EndsWith(".json", StringComparison.Ordinal) ? OpenShards(variant) : OpenSingle(variant);
        throw new ModelLoadException(folder, $"there is no {stems[0]}.safetensors (and no index of shards) in this folder.");
    }

    /// <summary>The same checkpoint without tensors that nothing needs.</summary>
    /// <param name="prefixes">What their names begin with.</param>
    public Checkpoint Without(params string[] prefixes)
    {
        bool IsNeedless(string name) => Array.Exists(prefixes, start => name.StartsWith(start, StringComparison.Ordinal));
        foreach (string name in Names.Where(IsNeedless).ToList())
            _home.Remove(name);
        return this;
    }

    /// <summary>Opens one file of weights.</summary>
    /// <exception cref="ModelLoadException">It is missing or damaged.</exception>
    public static Checkpoint OpenSingle(string path) => Of(TensorFile.Open(path));

    /// <summary>Takes over a file that is open already.</summary>
    public static Checkpoint Of(ITensorFile file) =>
        new(file.Path, [file], file.Tensors.Keys.ToDictionary(name => name, _ => file, StringComparer.Ordinal));

    /// <summary>What is stored under a name; null if nothing is.</summary>
    public TensorEntry? Find(string name) => _home.TryGetValue(name, out var file) ? file.Tensors[name] : null;

    /// <inheritdoc cref="ITensorFile.CopyTo"/>
    public void CopyTo(string name, Span<byte> destination) => _home[name].CopyTo(name, destination);

    public void Dispose()
    {
        foreach (var file in Files)
            file.Dispose();
    }

    // "model.fp16.safetensors", or the index of its shards, "model.safetensors.index.fp16.json".
    private static string? VariantOf(string folder, ReadOnlySpan<string> stems)
    {
        if (!Directory.Exists(folder))
            return null;
        string[] files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)];
        foreach (string stem in stems)
        {
            foreach (string variant in Variants)
            {
                string[] names = [$"{stem}.{variant}.safetensors", $"{stem}.safetensors.index.{variant}.json"];
                if (Array.Find(files, file => names.Contains(System.IO.Path.GetFileName(file))) is { } found)
                    return found;
            }
        }

        return null;
    }

    private static Checkpoint OpenShards(string index)
    {
        var files = new Dictionary<string, ITensorFile>(StringComparer.Ordinal);
        var home = new Dictionary<string, ITensorFile>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, shard) in ReadIndex(index))
            {
                if (System.IO.Path.GetFileName(shard) != shard || shard is "" or "." or "..")
                    throw new ModelLoadException(index, $"it looks for {name} in \"{shard}\", which is not a plain file name.");
                if (!files.TryGetValue(shard, out var file))
                    files[shard] = file = TensorFile.Open(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(index)!, shard));
                if (!file.Tensors.ContainsKey(name))
                    throw new ModelLoadException(index, $"it says that {name} is in {shard}, which does not have it.");
                home[name] = file;
            }

            return new Checkpoint(index, [.. files.Values], home);
        }
        catch
        {
            foreach (var file in files.Values)
                file.Dispose();
            throw;
        }
    }

    private static Dictionary<string, string> ReadIndex(string index)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(index));
            return json.RootElement.GetProperty("weight_map").EnumerateObject()
                .ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "", StringComparer.Ordinal);
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException
                || Disk.Failed(e))
        {
            throw new ModelLoadException(index, $"it is not an index of shards ({e.Message})", e);
        }
    }
}
