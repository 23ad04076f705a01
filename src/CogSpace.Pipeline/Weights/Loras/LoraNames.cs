namespace CogSpace.Pipeline.Weights.Loras;

/// <summary>How LoRA files spell a layer and the halves of what is added to it.</summary>
/// <remarks>Source: diffusers lora_conversion_utils.py; PEFT save_and_load.py; the kohya scripts for alpha.</remarks>
internal static class LoraNames
{
    public enum Part
    {
        Down,
        Up,
        Alpha,
    }

    // Of the whole pipeline (diffusers), of a model alone (PEFT), or of neither.
    private static readonly string[] Prefixes = ["base_model.model.", "transformer."];

    private static readonly (string Suffix, Part Part)[] Suffixes =
    [
        (".lora_A.weight", Part.Down), (".lora_B.weight", Part.Up),
        (".lora_A.default.weight", Part.Down), (".lora_B.default.weight", Part.Up),
        (".lora_down.weight", Part.Down), (".lora_up.weight", Part.Up),
        (".lora.down.weight", Part.Down), (".lora.up.weight", Part.Up),
        (".alpha", Part.Alpha),
    ];

    /// <returns>Null: the tensor is not part of a LoRA.</returns>
    public static (string Layer, Part Part)? Parse(string name)
    {
        foreach (var (suffix, part) in Suffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
                return (WithoutPrefix(name[..^suffix.Length]), part);
        }

        return null;
    }

    private static string WithoutPrefix(string layer)
    {
        foreach (string prefix in Prefixes)
        {
            if (layer.StartsWith(prefix, StringComparison.Ordinal))
                layer = layer[prefix.Length..];
        }

        return layer;
    }
}
