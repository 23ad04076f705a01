using CogSpace.Pipeline.Transformer;

namespace CogSpace.Benchmarks.Networks;

/// <summary>The published transformers' sizes, and the layers that they have.</summary>
internal static class TransformerLayers
{
    private static readonly string[] Norms = ["norm1", "norm2"];
    private static readonly string[] Attention = ["to_q", "to_k", "to_v", "to_out.0"];

    /// <param name="size">Which of them.</param>
    /// <param name="blocks">So many; null: as many as the published one has.</param>
    public static TransformerConfig Config(ModelSize size, int? blocks)
    {
        bool large = size == ModelSize.FiveB;
        return new TransformerConfig
        {
            NumAttentionHeads = large ? 48 : 30,
            AttentionHeadDim = 64,
            NumLayers = blocks ?? (large ? 42 : 30),
            InChannels = 16,
            OutChannels = 16,
            TimeEmbedDim = 512,
            TextEmbedDim = 4096,
            MaxTextSeqLength = 226,
            SampleHeight = 60,
            SampleWidth = 90,
            SampleFrames = 49,
            PatchSize = 2,
            UseRotaryPositionalEmbeddings = large,
        };
    }

    /// <param name="config">The sizes.</param>
    /// <param name="videoTokens">V.</param>
    public static IEnumerable<LayerShape> Of(TransformerConfig config, long videoTokens)
    {
        long d = config.Width, e = config.TimeEmbedDim, patch = (long)config.PatchSize * config.PatchSize;
        long tokens = videoTokens + config.MaxTextSeqLength;
        return
        [
            new("patch_embed.proj", [d, config.InChannels, config.PatchSize, config.PatchSize], videoTokens),
            new("patch_embed.text_proj", [d, config.TextEmbedDim], config.MaxTextSeqLength),
            new("time_embedding.linear_1", [e, d]), new("time_embedding.linear_2", [e, e]),
            new("norm_final", [d]), new("norm_out.linear", [2 * d, e]), new("norm_out.norm", [d]),
            new("proj_out", [config.OutChannels * patch, d], videoTokens),
            .. Enumerable.Range(0, config.NumLayers)
                .SelectMany(i => Block($"transformer_blocks.{i}", d, e, config.AttentionHeadDim, tokens)),
        ];
    }

    /// <summary>Multiplications and additions of one pass: of the matrices, and of every token looking at every other.</summary>
    public static double Work(TransformerConfig config, long videoTokens, long batch)
    {
        double tokens = videoTokens + config.MaxTextSeqLength;
        double attention = config.NumLayers * 4 * tokens * tokens * config.Width;
        return batch * (Of(config, videoTokens).Sum(layer => layer.Work) + attention);
    }

    private static IEnumerable<LayerShape> Block(string name, long d, long e, long head, long tokens) =>
    [
        .. Norms.Select(norm => new LayerShape($"{name}.{norm}.linear", [6 * d, e])),
        .. Norms.Select(norm => new LayerShape($"{name}.{norm}.norm", [d])),
        .. Attention.Select(part => new LayerShape($"{name}.attn1.{part}", [d, d], tokens)),
        new($"{name}.attn1.norm_q", [head]), new($"{name}.attn1.norm_k", [head]),
        new($"{name}.ff.net.0.proj", [4 * d, d], tokens), new($"{name}.ff.net.2", [d, 4 * d], tokens),
    ];
}
