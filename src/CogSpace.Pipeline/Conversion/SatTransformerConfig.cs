using System.Text.Json.Nodes;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Conversion;

/// <summary>The config.json of a converted transformer: from its tensors what they say, from the variant the rest.</summary>
internal sealed class SatTransformerConfig
{
    private readonly string _path;
    private readonly Dictionary<string, IReadOnlyList<long>> _shapes;
    private readonly SatVariant _variant;

    /// <param name="path">The checkpoint, for messages.</param>
    /// <param name="tensors">Under the names of diffusers.</param>
    /// <param name="variant">What the tensors do not say.</param>
    public SatTransformerConfig(string path, IEnumerable<TensorSource> tensors, SatVariant variant)
    {
        (_path, _variant) = (path, variant);
        _shapes = tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
    }

    /// <exception cref="ModelLoadException">
    /// A tensor that decides something is missing, or the tensors are not the variant's.
    /// </exception>
    public JsonObject Build()
    {
        long headSize = Size("transformer_blocks.0.attn1.norm_q.weight", 0);
        long width = Size("proj_out.weight", 1);
        long patch = (long)(_variant.PatchFrames ?? 1) * _variant.PatchSize * _variant.PatchSize;
        long inChannels = _variant.PatchFrames is null
            ? Size("patch_embed.proj.weight", 1)
            : Size("patch_embed.proj.weight", 1) / patch;
        long outChannels = Size("proj_out.weight", 0) / patch;
        CheckVariant(inChannels, outChannels);
        return new JsonObject
        {
            ["_class_name"] = "CogVideoXTransformer3DModel",
            ["activation_fn"] = "gelu-approximate",
            ["attention_bias"] = _shapes.ContainsKey("transformer_blocks.0.attn1.to_q.bias"),
            ["attention_head_dim"] = headSize,
            ["dropout"] = 0.0,
            ["flip_sin_to_cos"] = true,
            ["freq_shift"] = 0,
            ["in_channels"] = inChannels,
            ["max_text_seq_length"] = _variant.MaxTextTokens,
            ["norm_elementwise_affine"] = true,
            ["norm_eps"] = 1e-5,
            ["num_attention_heads"] = headSize == 0 ? 0 : width / headSize,
            ["num_layers"] = Layers(),
            ["ofs_embed_dim"] = _shapes.ContainsKey("ofs_embedding.linear_1.weight")
                ? Size("ofs_embedding.linear_1.weight", 0)
                : null,
            ["out_channels"] = outChannels,
            ["patch_bias"] = _variant.PatchFrames is null,          // what the reference notes for 1.5, though there is one
            ["patch_size"] = _variant.PatchSize,
            ["patch_size_t"] = _variant.PatchFrames,
            ["sample_frames"] = _variant.SampleFrames,
            ["sample_height"] = _variant.SampleHeight,
            ["sample_width"] = _variant.SampleWidth,
            ["spatial_interpolation_scale"] = 1.875,
            ["temporal_compression_ratio"] = 4,
            ["temporal_interpolation_scale"] = 1.0,
            ["text_embed_dim"] = Size("patch_embed.text_proj.weight", 1),
            ["time_embed_dim"] = Size("time_embedding.linear_1.weight", 0),
            ["timestep_activation_fn"] = "silu",
            ["use_learned_positional_embeddings"] = _shapes.ContainsKey("patch_embed.pos_embedding"),
            ["use_rotary_positional_embeddings"] = _variant.Rotary,
        };
    }

    private void CheckVariant(long inChannels, long outChannels)
    {
        int axes = _shapes["patch_embed.proj.weight"].Count;
        if (axes == 2 != _variant.PatchFrames is not null)
            throw new ModelLoadException(
                _path, $"this is a CogVideoX {(axes == 2 ? "1.5" : "1.0")} model, not the variant {_variant.Name}.");
        if (inChannels != (_variant.TakesImages ? 2 * outChannels : outChannels))
            throw new ModelLoadException(
                _path,
                $"this transformer takes {inChannels} channels and gives {outChannels}: it " +
                $"{(inChannels == outChannels ? "starts from text" : "starts from an image")}, so it is not the " +
                $"variant {_variant.Name}."
            );
    }

    private int Layers()
    {
        var numbers = _shapes
            .Keys.Where(name => name.StartsWith("transformer_blocks.", StringComparison.Ordinal))
            .Select(name => int.Parse(name.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture))
            .ToHashSet();
        return Enumerable.Range(0, numbers.Count).All(numbers.Contains)
            ? numbers.Count
            : throw new ModelLoadException(
                _path, $"some of its layers are missing: it has {string.Join(", ", numbers.Order())}.");
    }

    private long Size(string name, int axis) => _shapes.TryGetValue(name, out var shape) && shape.Count > axis
        ? shape[axis]
        : throw new ModelLoadException(_path, $"the tensor that becomes {name} is missing.");
}
