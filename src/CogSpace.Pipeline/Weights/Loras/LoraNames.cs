using System.Text.RegularExpressions;

namespace CogSpace.Pipeline.Weights.Loras;

/// <summary>How LoRA files spell a layer and the halves of what is added to it.</summary>
/// <remarks>
/// Source: diffusers lora_conversion_utils.py; PEFT save_and_load.py; kohya-ss/sd-scripts networks/lora.py and VideoX-Fun
/// utils/lora_utils.py for names with underscores; ComfyUI comfy/lora.py.
/// </remarks>
internal static partial class LoraNames
{
    public enum Part
    {
        Down,
        Up,
        Alpha,
    }

    // Of the whole pipeline (diffusers), of a model alone (PEFT, ComfyUI), or of how it was trained.
    private static readonly string[] Prefixes =
        ["base_model.model.", "transformer.", "diffusion_model.", "_orig_mod.", "module.", "model."];

    // "lora_unet__transformer_blocks_0_attn1_to_q": dots became underscores.
    private static readonly string[] Underscored = ["lora_unet_", "lora_transformer_"];

    private static readonly Dictionary<string, string> LayersOfBlock = WithUnderscores(
        "attn1.to_q", "attn1.to_k", "attn1.to_v", "attn1.to_out.0", "ff.net.0.proj", "ff.net.2", "norm1.linear", "norm2.linear");

    private static readonly Dictionary<string, string> OtherLayers = WithUnderscores(
        "patch_embed.proj", "patch_embed.text_proj", "time_embedding.linear_1", "time_embedding.linear_2",
        "ofs_embedding.linear_1", "ofs_embedding.linear_2", "norm_out.linear", "proj_out");

    private static readonly (string Suffix, Part Part)[] Suffixes =
    [
        (".lora_A.weight", Part.Down), (".lora_B.weight", Part.Up),
        (".lora_down.weight", Part.Down), (".lora_up.weight", Part.Up),
        (".lora.down.weight", Part.Down), (".lora.up.weight", Part.Up),
        (".alpha", Part.Alpha),
    ];

    private const string OnlyLoras = "and only LoRAs are supported";
    private const string OnlyTransformer = "it changes the text encoder too, and only changes of the transformer are supported";

    private static readonly (string Sign, string Says)[] Unsupported =
    [
        (".lora_magnitude_vector", $"it is a DoRA, {OnlyLoras}"), (".dora_scale", $"it is a DoRA, {OnlyLoras}"),
        (".hada_", $"it is a LoHa, {OnlyLoras}"), (".lokr_", $"it is a LoKr, {OnlyLoras}"),
        (".modules_to_save.", $"it replaces whole layers (modules_to_save), {OnlyLoras}"),
    ];

    private static readonly string[] OfTextEncoder = ["lora_te", "text_encoder."];

    /// <returns>Null: the tensor is not part of a LoRA.</returns>
    public static (string Layer, Part Part)? Parse(string name)
    {
        string plain = AdapterName().Replace(name, ".lora_$1.weight");
        foreach (var (suffix, part) in Suffixes)
        {
            if (plain.EndsWith(suffix, StringComparison.Ordinal))
                return (LayerOf(plain[..^suffix.Length]), part);
        }

        return null;
    }

    /// <summary>Why a tensor cannot be part of what is supported; null: that is not known.</summary>
    public static string? Refusal(string name) =>
        (OfTextEncoder.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) ? OnlyTransformer
        : Unsupported.FirstOrDefault(kind => name.Contains(kind.Sign, StringComparison.Ordinal)).Says) is { } says
            ? $"{says} (it has the tensor {name})."
            : null;

    /// <summary>Whose naming a tensor follows, for messages.</summary>
    public static string StyleOf(string name) =>
        name.StartsWith("lora_", StringComparison.Ordinal) ? "kohya's"
        : name.StartsWith("base_model.model.", StringComparison.Ordinal) ? "PEFT's"
        : name.Contains("diffusion_model.", StringComparison.Ordinal) ? "ComfyUI's"
        : "diffusers'";

    private static string LayerOf(string layer)
    {
        while (Prefixes.FirstOrDefault(prefix => layer.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
            layer = layer[prefix.Length..];
        return Underscored.FirstOrDefault(prefix => layer.StartsWith(prefix, StringComparison.Ordinal)) is { } start
            ? Dotted(layer[start.Length..].TrimStart('_')) ?? layer
            : layer;
    }

    private static string? Dotted(string layer) =>
        Block().Match(layer) is { Success: true } match
            ? LayersOfBlock.TryGetValue(match.Groups["layer"].Value, out var inBlock)
                ? $"transformer_blocks.{match.Groups["n"].Value}.{inBlock}"
                : null
            : OtherLayers.GetValueOrDefault(layer);

    private static Dictionary<string, string> WithUnderscores(params string[] layers) =>
        layers.ToDictionary(layer => layer.Replace('.', '_'), StringComparer.Ordinal);

    // PEFT writes the adapter's name into the middle: lora_A.default.weight.
    [GeneratedRegex(@"\.lora_([AB])\.[^.]+\.weight\z")]
    private static partial Regex AdapterName();

    [GeneratedRegex(@"^transformer_blocks_(?<n>[0-9]{1,4})_(?<layer>.+)\z")]
    private static partial Regex Block();
}
