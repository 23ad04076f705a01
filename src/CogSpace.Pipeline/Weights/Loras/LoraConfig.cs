using System.Text.Json;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Weights.Loras;

/// <summary>
/// How a LoRA counts, as newer diffusers note it in the header of the file, and PEFT in adapter_config.json beside it.
/// </summary>
/// <remarks>Source: diffusers lora_base.py (LORA_ADAPTER_METADATA_KEY); PEFT LoraConfig.</remarks>
internal sealed class LoraConfig
{
    private const string Key = "lora_adapter_metadata";
    private const int Longest = 1 << 20;

    private readonly string _path, _what;
    private readonly Dictionary<string, JsonElement> _values;
    private readonly LayerPatterns _alphas;

    private LoraConfig(string path, string what, Dictionary<string, JsonElement> values)
    {
        (_path, _what, _values) = (path, what, values);
        RequirePlainLora();
        _alphas = LayerPatterns.Read("alpha_pattern", Value("alpha_pattern"), problem => Refused(problem));
    }

    /// <summary>Patterns for layers that are not in the file, which therefore do nothing.</summary>
    public IEnumerable<string> UnusedPatterns => _alphas.Unused;

    /// <exception cref="ModelLoadException">The config cannot be read, or asks for what is not supported.</exception>
    public static LoraConfig Read(ITensorFile file)
    {
        if (file.Metadata.TryGetValue(Key, out var json))
            return Parse(file.Path, $"its {Key}", () => json.Length, () => json);
        return AdapterFolder.ConfigOf(file.Path) is { } config
            ? Parse(config, "it", () => new FileInfo(config).Length, () => File.ReadAllText(config))
            : new LoraConfig(file.Path, "", []);
    }

    /// <summary>What B A is multiplied by; null: the file does not say.</summary>
    /// <exception cref="ModelLoadException">What it says is not a number.</exception>
    public double? Factor(string layer, long rank)
    {
        double? alpha = _alphas.Find(layer) ?? Number("lora_alpha", Value("lora_alpha"));
        return alpha / (Is("use_rslora") ? Math.Sqrt(rank) : rank);
    }

    private static LoraConfig Parse(string path, string what, Func<long> length, Func<string> read)
    {
        try
        {
            if (length() is > Longest and var bytes)
                throw new ModelLoadException(path, $"{what} has {bytes} bytes; a LoRA's config has {Longest} at most.");
            return new(path, what, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(read()) ?? []);
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new ModelLoadException(path, $"{what} cannot be read ({e.Message})", e);
        }
    }

    private void RequirePlainLora()
    {
        if (Value("peft_type") is { ValueKind: JsonValueKind.String } type && type.GetString() != "LORA")
            throw Refused($"says that this is a {type}; only LoRAs are supported.");
        if (Is("use_dora"))
            throw Refused("says that this is a DoRA; only LoRAs are supported.");
        if (Value("modules_to_save") is { ValueKind: JsonValueKind.Array } modules && modules.GetArrayLength() > 0)
            throw Refused(
                $"says that whole layers are replaced (modules_to_save: " +
                $"{string.Join(", ", modules.EnumerateArray().Take(5))}); only LoRAs are supported.");
    }

    // "transformer.lora_alpha" of diffusers, "lora_alpha" of PEFT.
    private JsonElement? Value(string name) =>
        _values.TryGetValue($"transformer.{name}", out var value) || _values.TryGetValue(name, out value) ? value : null;

    private bool Is(string name) => Value(name) is { ValueKind: JsonValueKind.True };

    private double? Number(string name, JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        _ => throw Refused($"gives {name} as {value}, which is not a number."),
    };

    private ModelLoadException Refused(string problem) => new(_path, $"{_what} {problem}");
}
