namespace CogSpace.Weights;

/// <summary>A folder with one adapter (a LoRA) in it, as PEFT and diffusers save them.</summary>
public static class AdapterFolder
{
    /// <summary>The file in which PEFT notes how an adapter was trained.</summary>
    public const string ConfigName = "adapter_config.json";

    private const string PeftStem = "adapter_model";

    private static readonly string[] Names =
    [
        $"{PeftStem}.safetensors", "pytorch_lora_weights.safetensors", $"{PeftStem}.bin", "pytorch_lora_weights.bin",
    ];

    private static readonly string[] Endings = [".safetensors", ".bin", ".pt", ".pth"];

    /// <summary>The file of weights: the path itself, or the file in it where it is a folder.</summary>
    /// <exception cref="ModelLoadException">It is a folder without a file of weights, or with several.</exception>
    public static string WeightsOf(string path)
    {
        if (!Directory.Exists(path))
            return path;
        if (Names.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists) is { } usual)
            return usual;
        var files = Weights(path);
        return files.Count == 1
            ? files[0]
            : throw new ModelLoadException(
                path, $"it is a folder without a file {Names[0]}{(files.Count > 0 ? "; name one of the files in it" : "")}.");
    }

    /// <summary>Whether it is a folder from which the weights of one adapter can be read.</summary>
    public static bool HasWeights(string folder) =>
        Directory.Exists(folder)
        && (Names.Any(name => File.Exists(Path.Combine(folder, name))) || Weights(folder).Count == 1);

    /// <summary>The config that belongs to a file of weights; null where there is none.</summary>
    /// <remarks>It belongs to PEFT's own file name, or to the only file of weights beside it.</remarks>
    public static string? ConfigOf(string weights)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(weights))!;
        string config = Path.Combine(folder, ConfigName);
        return File.Exists(config)
            && (Path.GetFileNameWithoutExtension(weights) == PeftStem || Weights(folder).Count == 1) ? config : null;
    }

    private static List<string> Weights(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant()))];
}
