using System.Text.RegularExpressions;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Conversion;

/// <summary>A SAT transformer's tensors under the names of diffusers.</summary>
/// <remarks>
/// Source: CogVideo tools/convert_weight_sat2hf.py, convert_transformer; here every name is read whole, and one that is not
/// known is refused.
/// </remarks>
internal static partial class SatTransformer
{
    public const string Prefix = "model.diffusion_model.";

    private static readonly Dictionary<string, string> Fixed = new(StringComparer.Ordinal)
    {
        ["transformer.final_layernorm"] = "norm_final",
        ["time_embed.0"] = "time_embedding.linear_1",
        ["time_embed.2"] = "time_embedding.linear_2",
        ["ofs_embed.0"] = "ofs_embedding.linear_1",
        ["ofs_embed.2"] = "ofs_embedding.linear_2",
        ["mixins.patch_embed.proj"] = "patch_embed.proj",
        ["mixins.patch_embed.text_proj"] = "patch_embed.text_proj",
        ["mixins.final_layer.norm_final"] = "norm_out.norm",
        ["mixins.final_layer.linear"] = "proj_out",
        ["mixins.final_layer.adaLN_modulation.1"] = "norm_out.linear",
    };

    private static readonly Dictionary<string, string> OfLayer = new(StringComparer.Ordinal)
    {
        ["attention.dense"] = "attn1.to_out.0",
        ["input_layernorm"] = "norm1.norm",
        ["post_attention_layernorm"] = "norm2.norm",
        ["mlp.dense_h_to_4h"] = "ff.net.0.proj",
        ["mlp.dense_4h_to_h"] = "ff.net.2",
    };

    private static readonly string[] Letters = ["to_q", "to_k", "to_v"];

    // Tables that diffusers computes, and embeddings that CogVideoX has no use for.
    private static readonly string[] Dropped = ["freqs_sin", "freqs_cos", "embed_tokens", "position_embedding"];

    public static bool Recognizes(ITensorFile file) =>
        file.Tensors.Keys.Any(name => name.StartsWith(Prefix, StringComparison.Ordinal));

    /// <exception cref="ModelLoadException">A tensor is not known or cannot be divided.</exception>
    public static List<TensorSource> Convert(ITensorFile file) =>
        [.. file.Tensors.Keys.SelectMany(name => Convert(file, name)).OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];

    private static IEnumerable<TensorSource> Convert(ITensorFile file, string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            throw new ModelLoadException(
                file.Path, $"the tensor {name} does not begin with {Prefix}; this is no SAT transformer.");
        string rest = name[Prefix.Length..];
        if (rest == "mixins.pos_embed.pos_embedding")
            return [Renamed(file, name, "patch_embed.pos_embedding")];
        if (Dropped.Any(part => rest.Contains(part, StringComparison.Ordinal)))
            return [];

        int dot = rest.LastIndexOf('.');
        var (layer, kind) = dot < 0 ? (rest, "") : (rest[..dot], rest[(dot + 1)..]);      // "weight" or "bias"
        if (kind is "weight" or "bias")
        {
            if (Fixed.TryGetValue(layer, out var known))
                return [Renamed(file, name, $"{known}.{kind}")];
            if (LayerName().Match(layer) is { Success: true } match)
                return OfBlock(file, name, $"transformer_blocks.{match.Groups["n"].Value}", match.Groups["part"].Value, kind);
            if (MixinName().Match(layer) is { Success: true } mixin)
                return OfMixin(file, name, $"transformer_blocks.{mixin.Groups["n"].Value}", mixin.Groups["part"].Value, kind);
        }

        throw new ModelLoadException(file.Path, $"a SAT transformer has no tensor {name}; it belongs to another architecture.");
    }

    private static IEnumerable<TensorSource> OfBlock(ITensorFile file, string name, string block, string part, string kind)
    {
        if (OfLayer.TryGetValue(part, out var known))
            return [Renamed(file, name, $"{block}.{known}.{kind}")];
        if (part == "attention.query_key_value")
            return Letters.Select((letter, i) => RowRanges.Take(file, name, 3, [i], $"{block}.attn1.{letter}.{kind}"));
        throw new ModelLoadException(file.Path, $"a SAT transformer has no tensor {name}; it belongs to another architecture.");
    }

    // Twelve parts: shift, scale and gate for attention and for the feed-forward, of the video and then of the text.
    private static TensorSource[] OfMixin(ITensorFile file, string name, string block, string part, string kind) => part switch
    {
        "query_layernorm_list" => [Renamed(file, name, $"{block}.attn1.norm_q.{kind}")],
        "key_layernorm_list" => [Renamed(file, name, $"{block}.attn1.norm_k.{kind}")],
        _ =>
        [
            RowRanges.Take(file, name, 12, [0, 1, 2, 6, 7, 8], $"{block}.norm1.linear.{kind}"),
            RowRanges.Take(file, name, 12, [3, 4, 5, 9, 10, 11], $"{block}.norm2.linear.{kind}"),
        ],
    };

    private static TensorSource Renamed(ITensorFile file, string name, string newName) =>
        TensorSource.Of(file, name) with
        {
            Name = newName,
        };

    [GeneratedRegex(@"^transformer\.layers\.(?<n>[0-9]{1,4})\.(?<part>.+)\z")]
    private static partial Regex LayerName();

    [GeneratedRegex(
        @"^mixins\.adaln_layer\.(?:(?<part>adaLN_modulations)\.(?<n>[0-9]{1,4})\.1|(?<part>query_layernorm_list|key_layernorm_list)\.(?<n>[0-9]{1,4}))\z"
    )]
    private static partial Regex MixinName();
}
