using System.Text.RegularExpressions;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests.Conversion;

/// <summary>Brings a network of diffusers back into the layout of SAT, so that the way there and back can be tested.</summary>
internal sealed partial class SatCheckpoint
{
    private readonly Dictionary<string, (long[] Shape, byte[] Bytes)> _tensors = new(StringComparer.Ordinal);

    private SatCheckpoint(Checkpoint checkpoint)
    {
        foreach (string name in checkpoint.Names)
        {
            var entry = checkpoint.Find(name)!;
            var bytes = new byte[entry.Length];
            checkpoint.CopyTo(name, bytes);
            _tensors[name] = ([.. entry.Shape], bytes);
            Type = entry.Type;
        }
    }

    /// <summary>What all of its tensors are.</summary>
    public ElementType Type { get; }

    public static SatCheckpoint OfTransformer(string folder)
    {
        using var checkpoint = Checkpoint.Open(folder, "diffusion_pytorch_model");
        var sat = new SatCheckpoint(checkpoint);
        for (int i = 0; sat._tensors.ContainsKey($"transformer_blocks.{i}.attn1.to_q.weight"); i++)
        {
            string block = $"transformer_blocks.{i}";
            foreach (string kind in new[] { "weight", "bias" })
            {
                sat.Join(
                    $"transformer.layers.{i}.attention.query_key_value.{kind}", 1,
                    [$"{block}.attn1.to_q.{kind}", $"{block}.attn1.to_k.{kind}", $"{block}.attn1.to_v.{kind}"]);
                sat.Join(
                    $"mixins.adaln_layer.adaLN_modulations.{i}.1.{kind}", 2,
                    [$"{block}.norm1.linear.{kind}", $"{block}.norm2.linear.{kind}"]);
                sat.Rename($"{block}.attn1.norm_q.{kind}", $"mixins.adaln_layer.query_layernorm_list.{i}.{kind}");
                sat.Rename($"{block}.attn1.norm_k.{kind}", $"mixins.adaln_layer.key_layernorm_list.{i}.{kind}");
                sat.Rename($"{block}.attn1.to_out.0.{kind}", $"transformer.layers.{i}.attention.dense.{kind}");
                sat.Rename($"{block}.norm1.norm.{kind}", $"transformer.layers.{i}.input_layernorm.{kind}");
                sat.Rename($"{block}.norm2.norm.{kind}", $"transformer.layers.{i}.post_attention_layernorm.{kind}");
                sat.Rename($"{block}.ff.net.0.proj.{kind}", $"transformer.layers.{i}.mlp.dense_h_to_4h.{kind}");
                sat.Rename($"{block}.ff.net.2.{kind}", $"transformer.layers.{i}.mlp.dense_4h_to_h.{kind}");
            }
        }

        foreach (
            var (from, to) in new[]
            {
                ("norm_final", "transformer.final_layernorm"),
                ("time_embedding.linear_1", "time_embed.0"),
                ("time_embedding.linear_2", "time_embed.2"),
                ("patch_embed.proj", "mixins.patch_embed.proj"),
                ("patch_embed.text_proj", "mixins.patch_embed.text_proj"),
                ("norm_out.norm", "mixins.final_layer.norm_final"),
                ("proj_out", "mixins.final_layer.linear"),
                ("norm_out.linear", "mixins.final_layer.adaLN_modulation.1"),
            }
        )
        {
            sat.Rename($"{from}.weight", $"{to}.weight");
            sat.Rename($"{from}.bias", $"{to}.bias");
        }

        if (sat._tensors.ContainsKey("patch_embed.pos_embedding"))
            sat.Rename("patch_embed.pos_embedding", "mixins.pos_embed.pos_embedding");
        foreach (string name in sat._tensors.Keys.ToList())
            sat.Rename(name, $"model.diffusion_model.{name}");
        return sat.Add("model.diffusion_model.mixins.pos_embed.freqs_sin", 2, 2);
    }

    public static SatCheckpoint OfVae(string folder)
    {
        using var checkpoint = Checkpoint.Open(folder, "diffusion_pytorch_model");
        var sat = new SatCheckpoint(checkpoint);
        int blocks =
            1
            + sat._tensors.Keys.Max(name =>
                name.Split('.') is ["decoder", "up_blocks", var number, ..]
                    ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)
                    : 0
            );
        foreach (string name in sat._tensors.Keys.ToList())
        {
            string renamed = name.Replace(".conv_shortcut.", ".nin_shortcut.", StringComparison.Ordinal)
                .Replace("mid_block.resnets.0", "mid.block_1", StringComparison.Ordinal)
                .Replace("mid_block.resnets.1", "mid.block_2", StringComparison.Ordinal)
                .Replace("resnets", "block", StringComparison.Ordinal)
                .Replace("samplers.0", "sample", StringComparison.Ordinal)
                .Replace("down_blocks", "down", StringComparison.Ordinal);
            renamed = UpBlock()
                .Replace(
                    renamed,
                    match =>
                        $"up.{blocks - 1 - int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)}."
                );
            sat.Rename(name, renamed);
        }

        return sat.Add("loss.logvar", 1);
    }

    /// <summary>One more tensor, of zeros.</summary>
    public SatCheckpoint Add(string name, params long[] shape)
    {
        _tensors[name] = (shape, new byte[shape.Aggregate(1L, (a, b) => a * b) * Type.Size()]);
        return this;
    }

    public SatCheckpoint Remove(string name)
    {
        Assert.True(_tensors.Remove(name), $"there is no {name}");
        return this;
    }

    /// <summary>With something in front of every name.</summary>
    public SatCheckpoint Prefixed(string prefix)
    {
        foreach (string name in _tensors.Keys.ToList())
            Rename(name, prefix + name);
        return this;
    }

    /// <summary>Writes it as torch.save does, wrapped as DeepSpeed does.</summary>
    public string Write(string path)
    {
        string storage = Type switch
        {
            ElementType.F32 => "FloatStorage",
            ElementType.F16 => "HalfStorage",
            _ => "BFloat16Storage",
        };
        var items = _tensors
            .Index()
            .Select(item =>
                (
                    item.Item.Key,
                    (Action<PickleText>)(
                        pickle =>
                        {
                            var (shape, bytes) = item.Item.Value;
                            var strides = new long[shape.Length];
                            for (int i = shape.Length - 1, stride = 1; i >= 0; stride *= (int)shape[i--])
                                strides[i] = stride;
                            pickle.Tensor(storage, $"{item.Index}", bytes.Length / Type.Size(), 0, shape, strides);
                        }
                    )
                )
            )
            .ToArray();
        byte[] pickle = PickleText
            .Begin.Dictionary(("module", p => p.Dictionary(items)), ("dp_world_size", p => p.Number(1)))
            .End();
        File.WriteAllBytes(
            path, TorchFiles.Zip(pickle, _tensors.Values.Index().Select(item => ($"{item.Index}", item.Item.Bytes))));
        return path;
    }

    private void Rename(string from, string to)
    {
        var tensor = _tensors[from];
        _tensors.Remove(from);
        _tensors[to] = tensor;
    }

    // The first parts of each, then the second parts of each, and so on.
    private void Join(string to, int parts, string[] from)
    {
        var pieces = from.Select(name => _tensors[name]).ToList();
        var bytes = Enumerable
            .Range(0, parts)
            .SelectMany(part => pieces.SelectMany(piece => piece.Bytes.Chunk(piece.Bytes.Length / parts).ElementAt(part)))
            .ToArray();
        foreach (string name in from)
            _tensors.Remove(name);
        _tensors[to] = ([pieces.Sum(piece => piece.Shape[0]), .. pieces[0].Shape.Skip(1)], bytes);
    }

    [GeneratedRegex(@"up_blocks\.(\d+)\.")]
    private static partial Regex UpBlock();
}
