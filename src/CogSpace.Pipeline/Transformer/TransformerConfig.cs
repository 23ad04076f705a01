namespace CogSpace.Pipeline.Transformer;

/// <summary>The transformer's sizes, as its config.json gives them.</summary>
internal sealed record TransformerConfig
{
    public required int NumAttentionHeads { get; init; }

    public required int AttentionHeadDim { get; init; }

    public required int NumLayers { get; init; }

    /// <summary>Latent channels that go in.</summary>
    public required int InChannels { get; init; }

    /// <summary>Latent channels that come out.</summary>
    public required int OutChannels { get; init; }

    public required int TimeEmbedDim { get; init; }

    public required int TextEmbedDim { get; init; }

    /// <summary>Text tokens, padding included.</summary>
    public required int MaxTextSeqLength { get; init; }

    /// <summary>Height of the latents that the model was trained on.</summary>
    public required int SampleHeight { get; init; }

    /// <summary>Width of the latents that the model was trained on.</summary>
    public required int SampleWidth { get; init; }

    /// <summary>Frames of the videos, not of the latents, that the model was trained on.</summary>
    public required int SampleFrames { get; init; }

    public required int PatchSize { get; init; }

    /// <summary>Latent frames in a patch, in CogVideoX 1.5; null in 1.0, where a patch is of one frame.</summary>
    public int? PatchSizeT { get; init; }

    /// <summary>Width of an embedding that the image-to-video model of 1.5 adds to the timestep's.</summary>
    public int? OfsEmbedDim { get; init; }

    public int TemporalCompressionRatio { get; init; } = 4;

    public double SpatialInterpolationScale { get; init; } = 1.875;

    public double TemporalInterpolationScale { get; init; } = 1.0;

    public bool UseRotaryPositionalEmbeddings { get; init; }

    public bool UseLearnedPositionalEmbeddings { get; init; }

    public bool AttentionBias { get; init; } = true;

    public bool PatchBias { get; init; } = true;

    public double NormEps { get; init; } = 1e-5;

    public bool NormElementwiseAffine { get; init; } = true;

    public bool FlipSinToCos { get; init; } = true;

    public double FreqShift { get; init; }

    public string ActivationFn { get; init; } = "gelu-approximate";

    public string TimestepActivationFn { get; init; } = "silu";

    /// <summary>D: the width of a token.</summary>
    public int Width => NumAttentionHeads * AttentionHeadDim;

    /// <summary>Pt: latent frames in a patch.</summary>
    public int FramesPerPatch => PatchSizeT ?? 1;

    /// <summary>Latent frames that the model was trained on.</summary>
    public int SampleLatentFrames => ((SampleFrames - 1) / TemporalCompressionRatio) + 1;

    /// <exception cref="ModelLoadException">The file is damaged or has a value that is not supported.</exception>
    public static TransformerConfig Read(string path)
    {
        var config = ConfigFile.Read<TransformerConfig>(path);
        void Require(bool supported, string name, object? value, string expected) =>
            ConfigFile.Require(supported, path, name, value, expected);

        Require(config.PatchSizeT is null or 1 or 2, "patch_size_t", config.PatchSizeT, "null, 1 or 2");
        Require(
            config.PatchSizeT is null
                || config is { UseRotaryPositionalEmbeddings: true, UseLearnedPositionalEmbeddings: false },
            "patch_size_t",
            config.PatchSizeT,
            "null, because the positions are not rotary alone"
        );
        Require(
            config.OfsEmbedDim is null || config.OfsEmbedDim == config.TimeEmbedDim, "ofs_embed_dim", config.OfsEmbedDim,
            $"null or time_embed_dim ({config.TimeEmbedDim})");
        Require(config.NormElementwiseAffine, "norm_elementwise_affine", config.NormElementwiseAffine, "true");
        Require(config.FlipSinToCos, "flip_sin_to_cos", config.FlipSinToCos, "true");
        Require(config.FreqShift == 0, "freq_shift", config.FreqShift, "0");
        Require(config.ActivationFn == "gelu-approximate", "activation_fn", config.ActivationFn, "gelu-approximate");
        Require(config.TimestepActivationFn == "silu", "timestep_activation_fn", config.TimestepActivationFn, "silu");
        Require(
            config.AttentionHeadDim > 0 && config.AttentionHeadDim % 16 == 0, "attention_head_dim", config.AttentionHeadDim,
            "a multiple of 16");
        foreach (
            var (name, value) in new (string, int)[]
            {
                ("num_attention_heads", config.NumAttentionHeads),
                ("num_layers", config.NumLayers),
                ("in_channels", config.InChannels),
                ("out_channels", config.OutChannels),
                ("time_embed_dim", config.TimeEmbedDim),
                ("text_embed_dim", config.TextEmbedDim),
                ("max_text_seq_length", config.MaxTextSeqLength),
                ("sample_height", config.SampleHeight),
                ("sample_width", config.SampleWidth),
                ("sample_frames", config.SampleFrames),
                ("patch_size", config.PatchSize),
                ("temporal_compression_ratio", config.TemporalCompressionRatio),
            }
        )
            Require(value > 0, name, value, "a positive number");
        return config;
    }
}
