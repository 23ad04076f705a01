using CogSpace.Pipeline.Text;

namespace CogSpace.Benchmarks.Networks;

/// <summary>The published models' text encoder, T5 v1.1 XXL, and the layers that it has.</summary>
internal static class TextLayers
{
    public const int Tokens = 226;

    private const int PublishedBlocks = 24;

    private static readonly string[] Attention = ["q", "k", "v", "o"];

    /// <param name="blocks">So many; null: as many as the published one has.</param>
    public static T5Config Config(int? blocks) => new()
    {
        DModel = 4096,
        DKv = 64,
        DFf = 10240,
        NumHeads = 64,
        NumLayers = blocks ?? PublishedBlocks,
        VocabSize = 32128,
    };

    public static IEnumerable<LayerShape> Of(T5Config config) =>
    [
        Layer("shared", 0, config.VocabSize, config.DModel),
        Layer("encoder.final_layer_norm", 0, config.DModel),
        Layer(
            "encoder.block.0.layer.0.SelfAttention.relative_attention_bias", 0,
            config.RelativeAttentionNumBuckets, config.NumHeads),
        .. Enumerable.Range(0, config.NumLayers).SelectMany(i => Block($"encoder.block.{i}.layer", config)),
    ];

    /// <summary>Multiplications and additions of one pass.</summary>
    public static double Work(T5Config config) =>
        Of(config).Sum(layer => layer.Work) + (config.NumLayers * 4.0 * Tokens * Tokens * config.NumHeads * config.DKv);

    private static IEnumerable<LayerShape> Block(string name, T5Config config)
    {
        long d = config.DModel, f = config.DFf, h = (long)config.NumHeads * config.DKv;
        return
        [
            .. Attention.Select(part => Layer($"{name}.0.SelfAttention.{part}", Tokens, part == "o" ? [d, h] : [h, d])),
            Layer($"{name}.0.layer_norm", 0, d), Layer($"{name}.1.layer_norm", 0, d),
            Layer($"{name}.1.DenseReluDense.wi_0", Tokens, f, d), Layer($"{name}.1.DenseReluDense.wi_1", Tokens, f, d),
            Layer($"{name}.1.DenseReluDense.wo", Tokens, d, f),
        ];
    }

    private static LayerShape Layer(string name, long places, params long[] shape) => new(name, shape, places, HasBias: false);
}
