using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CogSpace.Tests;

/// <summary>
/// A model as wide as a published one, with few layers and without anything in it: its files are holes that read as zeros and
/// take no disk.
/// </summary>
/// <remarks>Its videos are grey. What it takes of memory is what a trained model of these sizes takes.</remarks>
internal static class WideModel
{
    private const int TextWidth = 4096;
    private const int Vocabulary = 32128;
    private const int Z = 16;
    private const int TimeWidth = 512;

    private static readonly int[] Channels = [128, 256, 256, 512];

    private static readonly string[] Norms = ["norm1", "norm2"];
    private static readonly string[] Attention = ["to_q", "to_k", "to_v", "to_out.0"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="folder">Written into it.</param>
    /// <param name="likeness">A model whose tokenizer and scheduler are copied.</param>
    /// <param name="heads">30 is CogVideoX-2B, 48 is 5B.</param>
    /// <param name="blocks">Of the transformer.</param>
    /// <param name="textBlocks">Of the text encoder.</param>
    public static string Write(string folder, string likeness, int heads, int blocks, int textBlocks)
    {
        Directory.CreateDirectory(folder);
        foreach (string part in new[] { "tokenizer", "scheduler" })
        {
            Directory.CreateDirectory(Path.Combine(folder, part));
            foreach (string file in Directory.EnumerateFiles(Path.Combine(likeness, part)))
                File.Copy(file, Path.Combine(folder, part, Path.GetFileName(file)));
        }

        File.Copy(Path.Combine(likeness, "model_index.json"), Path.Combine(folder, "model_index.json"));
        bool rotary = heads > 30;
        Config(
            folder, likeness, "text_encoder", ("d_model", TextWidth), ("d_kv", 64), ("d_ff", 10240), ("num_heads", 64),
            ("num_layers", textBlocks), ("vocab_size", Vocabulary));
        Config(
            folder, likeness, "transformer", ("num_attention_heads", heads), ("attention_head_dim", 64),
            ("num_layers", blocks), ("in_channels", Z), ("out_channels", Z), ("max_text_seq_length", 226),
            ("sample_height", 60), ("sample_width", 90), ("text_embed_dim", TextWidth), ("time_embed_dim", TimeWidth),
            ("use_learned_positional_embeddings", false), ("use_rotary_positional_embeddings", rotary));
        Config(
            folder, likeness, "vae", ("block_out_channels", new JsonArray([.. Channels.Select(c => (JsonNode)c)])),
            ("latent_channels", Z), ("layers_per_block", 3), ("norm_num_groups", 32), ("sample_height", 480),
            ("sample_width", 720));
        Holes(Path.Combine(folder, "text_encoder", "model.safetensors"), TextEncoder(textBlocks));
        Holes(Path.Combine(folder, "transformer", "diffusion_pytorch_model.safetensors"), Transformer(heads * 64, blocks));
        Holes(Path.Combine(folder, "vae", "diffusion_pytorch_model.safetensors"), [.. Decoder(), .. Encoder()]);
        return folder;
    }

    /// <summary>A LoRA for all matrices of the blocks of such a transformer, as empty as the model.</summary>
    public static string WriteLora(string path, int heads, int blocks, int rank = 64)
    {
        long width = heads * 64;
        IEnumerable<(string Name, long[] Shape)> Halves(string layer, long outputs, long inputs) =>
            [($"{layer}.lora_A.weight", [rank, inputs]), ($"{layer}.lora_B.weight", [outputs, rank])];
        Holes(
            path,
            Enumerable
                .Range(0, blocks)
                .Select(i => $"transformer.transformer_blocks.{i}")
                .SelectMany(block =>
                    Attention
                        .SelectMany(part => Halves($"{block}.attn1.{part}", width, width))
                        .Concat(Halves($"{block}.ff.net.0.proj", 4 * width, width))
                        .Concat(Halves($"{block}.ff.net.2", width, 4 * width))
                )
        );
        return path;
    }

    private static IEnumerable<(string Name, long[] Shape)> TextEncoder(int blocks)
    {
        yield return ("shared.weight", [Vocabulary, TextWidth]);
        yield return ("encoder.final_layer_norm.weight", [TextWidth]);
        yield return ("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", [32, 64]);
        for (int i = 0; i < blocks; i++)
        {
            string layer = $"encoder.block.{i}.layer";
            foreach (string name in new[] { "q", "k", "v", "o" })
                yield return ($"{layer}.0.SelfAttention.{name}.weight", [TextWidth, TextWidth]);
            yield return ($"{layer}.0.layer_norm.weight", [TextWidth]);
            yield return ($"{layer}.1.DenseReluDense.wi_0.weight", [10240, TextWidth]);
            yield return ($"{layer}.1.DenseReluDense.wi_1.weight", [10240, TextWidth]);
            yield return ($"{layer}.1.DenseReluDense.wo.weight", [TextWidth, 10240]);
            yield return ($"{layer}.1.layer_norm.weight", [TextWidth]);
        }
    }

    private static IEnumerable<(string Name, long[] Shape)> Transformer(long width, int blocks) =>
        [
            .. WithBias("patch_embed.proj", width, Z, 2, 2),
            .. WithBias("patch_embed.text_proj", width, TextWidth),
            .. WithBias("time_embedding.linear_1", TimeWidth, width),
            .. WithBias("time_embedding.linear_2", TimeWidth, TimeWidth),
            .. WithBias("norm_final", width),
            .. WithBias("norm_out.linear", 2 * width, TimeWidth),
            .. WithBias("norm_out.norm", width),
            .. WithBias("proj_out", 4 * Z, width),
            .. Enumerable.Range(0, blocks).SelectMany(i => Block($"transformer_blocks.{i}", width)),
        ];

    private static IEnumerable<(string Name, long[] Shape)> Block(string name, long width) =>
        [
            .. Norms.SelectMany(norm =>
                WithBias($"{name}.{norm}.linear", 6 * width, TimeWidth).Concat(WithBias($"{name}.{norm}.norm", width))
            ),
            .. Attention.SelectMany(part => WithBias($"{name}.attn1.{part}", width, width)),
            .. WithBias($"{name}.attn1.norm_q", 64),
            .. WithBias($"{name}.attn1.norm_k", 64),
            .. WithBias($"{name}.ff.net.0.proj", 4 * width, width),
            .. WithBias($"{name}.ff.net.2", width, 4 * width),
        ];

    private static IEnumerable<(string Name, long[] Shape)> Decoder()
    {
        int[] channels = [.. Channels.Reverse()];
        return
        [
            .. Conv("decoder.conv_in", channels[0], Z),
            .. Enumerable
                .Range(0, 2)
                .SelectMany(i => Resnet($"decoder.mid_block.resnets.{i}", channels[0], channels[0], spatial: true)),
            .. channels
                .Index()
                .SelectMany(level =>
                    Enumerable
                        .Range(0, 4)
                        .SelectMany(j =>
                            Resnet(
                                $"decoder.up_blocks.{level.Index}.resnets.{j}",
                                j == 0 ? channels[Math.Max(level.Index - 1, 0)] : level.Item, level.Item, spatial: true)
                        )
                ),
            .. channels[..^1]
                .Index()
                .SelectMany(level =>
                    WithBias($"decoder.up_blocks.{level.Index}.upsamplers.0.conv", level.Item, level.Item, 3, 3)
                ),
            .. SpatialNorm("decoder.norm_out", channels[^1]),
            .. Conv("decoder.conv_out", 3, channels[^1]),
        ];
    }

    private static IEnumerable<(string Name, long[] Shape)> Encoder() =>
        [
            .. Conv("encoder.conv_in", Channels[0], 3),
            .. Channels
                .Index()
                .SelectMany(level =>
                    Enumerable
                        .Range(0, 3)
                        .SelectMany(j =>
                            Resnet(
                                $"encoder.down_blocks.{level.Index}.resnets.{j}",
                                j == 0 ? Channels[Math.Max(level.Index - 1, 0)] : level.Item, level.Item, spatial: false)
                        )
                ),
            .. Channels[..^1]
                .Index()
                .SelectMany(level =>
                    WithBias($"encoder.down_blocks.{level.Index}.downsamplers.0.conv", level.Item, level.Item, 3, 3)
                ),
            .. Enumerable
                .Range(0, 2)
                .SelectMany(i => Resnet($"encoder.mid_block.resnets.{i}", Channels[^1], Channels[^1], spatial: false)),
            .. WithBias("encoder.norm_out", Channels[^1]),
            .. Conv("encoder.conv_out", 2 * Z, Channels[^1]),
        ];

    private static IEnumerable<(string Name, long[] Shape)> Resnet(string name, long from, long to, bool spatial) =>
    [
        .. spatial ? SpatialNorm($"{name}.norm1", from) : WithBias($"{name}.norm1", from), .. Conv($"{name}.conv1", to, from),
        .. spatial ? SpatialNorm($"{name}.norm2", to) : WithBias($"{name}.norm2", to), .. Conv($"{name}.conv2", to, to),
        .. from == to ? [] : WithBias($"{name}.conv_shortcut", to, from, 1, 1, 1),
    ];

    private static IEnumerable<(string Name, long[] Shape)> SpatialNorm(string name, long channels) =>
        [
            .. WithBias($"{name}.norm_layer", channels),
            .. WithBias($"{name}.conv_y.conv", channels, Z, 1, 1, 1),
            .. WithBias($"{name}.conv_b.conv", channels, Z, 1, 1, 1),
        ];

    private static IEnumerable<(string Name, long[] Shape)> Conv(string name, long to, long from) =>
        WithBias($"{name}.conv", to, from, 3, 3, 3);

    private static IEnumerable<(string Name, long[] Shape)> WithBias(string name, params long[] shape) =>
        [($"{name}.weight", shape), ($"{name}.bias", [shape[0]])];

    private static void Config(string folder, string likeness, string part, params (string Name, JsonNode Value)[] values)
    {
        Directory.CreateDirectory(Path.Combine(folder, part));
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(likeness, part, "config.json")))!.AsObject();
        foreach (var (name, value) in values)
            config[name] = value;
        File.WriteAllText(Path.Combine(folder, part, "config.json"), config.ToJsonString(Indented));
    }

    // A safetensors file in bfloat16: the header, and behind it nothing that was ever written.
    private static void Holes(string path, IEnumerable<(string Name, long[] Shape)> tensors)
    {
        long offset = 0;
        var header = new JsonObject();
        foreach (var (name, shape) in tensors)
        {
            long bytes = shape.Aggregate(2L, (product, size) => product * size);
            header[name] = new JsonObject
            {
                ["dtype"] = "BF16",
                ["shape"] = new JsonArray([.. shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(offset, offset += bytes),
            };
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        using var file = File.Create(path);
        file.Write(length);
        file.Write(json);
        file.SetLength(length.Length + json.Length + offset);
    }
}
