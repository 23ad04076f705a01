using System.Text.Json;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Weights.Loras;

/// <summary>The alphas that newer diffusers note in the header of a LoRA file.</summary>
/// <remarks>Source: diffusers lora_base.py (LORA_ADAPTER_METADATA_KEY); PEFT LoraConfig.</remarks>
internal sealed class LoraMetadata
{
    private const string Key = "lora_adapter_metadata";

    private readonly string _path;
    private readonly Dictionary<string, JsonElement> _values;

    private LoraMetadata(string path, Dictionary<string, JsonElement> values) => (_path, _values) = (path, values);

    /// <exception cref="ModelLoadException">The note cannot be read.</exception>
    public static LoraMetadata Read(ITensorFile file)
    {
        if (!file.Metadata.TryGetValue(Key, out var json))
            return new LoraMetadata(file.Path, []);
        try
        {
            return new LoraMetadata(file.Path, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json) ?? []);
        }
        catch (JsonException e)
        {
            throw new ModelLoadException(file.Path, $"its {Key} cannot be read ({e.Message})", e);
        }
    }

    /// <summary>What B A is multiplied by; null: the file does not say.</summary>
    /// <exception cref="ModelLoadException">What it says is not a number.</exception>
    public double? Factor(string layer, long rank)
    {
        double? alpha = Pattern("alpha_pattern", layer) ?? Number("lora_alpha", Value("lora_alpha"));
        return alpha / (Value("use_rslora") is { ValueKind: JsonValueKind.True } ? Math.Sqrt(rank) : rank);
    }

    // A pattern is the end of a layer's name: "to_q" stands for every layer that ends in ".to_q".
    private double? Pattern(string name, string layer)
    {
        if (Value(name) is not { ValueKind: JsonValueKind.Object } patterns)
            return null;
        foreach (var pattern in patterns.EnumerateObject())
        {
            if (layer == pattern.Name || layer.EndsWith($".{pattern.Name}", StringComparison.Ordinal))
                return Number(name, pattern.Value);
        }

        return null;
    }

    // "transformer.lora_alpha" of diffusers, "lora_alpha" of PEFT.
    private JsonElement? Value(string name) =>
        _values.TryGetValue($"transformer.{name}", out var value) || _values.TryGetValue(name, out value) ? value : null;

    private double? Number(string name, JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        _ => throw new ModelLoadException(_path, $"{name} in its {Key} is {value}, which is not a number."),
    };
}
