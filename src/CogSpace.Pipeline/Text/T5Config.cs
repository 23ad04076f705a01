namespace CogSpace.Pipeline.Text;

/// <summary>The text encoder's sizes, as its config.json gives them.</summary>
internal sealed record T5Config
{
    public required int DModel { get; init; }

    public required int DKv { get; init; }

    public required int DFf { get; init; }

    public required int NumHeads { get; init; }

    public required int NumLayers { get; init; }

    /// <summary>Rows of the embedding; the tokenizer may know fewer ids.</summary>
    public required int VocabSize { get; init; }

    public int RelativeAttentionNumBuckets { get; init; } = 32;

    public int RelativeAttentionMaxDistance { get; init; } = 128;

    public double LayerNormEpsilon { get; init; } = 1e-6;

    public string FeedForwardProj { get; init; } = "gated-gelu";

    /// <exception cref="ModelLoadException">The file is damaged or has a value that is not supported.</exception>
    public static T5Config Read(string path)
    {
        var config = ConfigFile.Read<T5Config>(path);
        ConfigFile.Require(
            config.FeedForwardProj == "gated-gelu", path, "feed_forward_proj", config.FeedForwardProj, "gated-gelu");
        foreach (
            var (name, value) in new (string, int)[]
            {
                ("d_model", config.DModel),
                ("d_kv", config.DKv),
                ("d_ff", config.DFf),
                ("num_heads", config.NumHeads),
                ("num_layers", config.NumLayers),
                ("vocab_size", config.VocabSize),
                ("relative_attention_max_distance", config.RelativeAttentionMaxDistance),
            }
        )
            ConfigFile.Require(value > 0, path, name, value, "a positive number");
        ConfigFile.Require(
            config.RelativeAttentionNumBuckets is >= 4 and <= 4096 && config.RelativeAttentionNumBuckets % 2 == 0, path,
            "relative_attention_num_buckets", config.RelativeAttentionNumBuckets, "an even number from 4 on");
        return config;
    }
}
