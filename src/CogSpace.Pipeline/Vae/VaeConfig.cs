namespace CogSpace.Pipeline.Vae;

/// <summary>The autoencoder's sizes, as its config.json gives them.</summary>
internal sealed record VaeConfig
{
    public required int[] BlockOutChannels { get; init; }

    public required int LatentChannels { get; init; }

    public required int LayersPerBlock { get; init; }

    public required int NormNumGroups { get; init; }

    /// <summary>Latents are multiplied by this after encoding and divided by it before decoding.</summary>
    public required double ScalingFactor { get; init; }

    public int InChannels { get; init; } = 3;

    public int OutChannels { get; init; } = 3;

    /// <summary>Height in pixels of the videos that the model was trained on.</summary>
    public int SampleHeight { get; init; } = 480;

    /// <summary>Width in pixels of the videos that the model was trained on.</summary>
    public int SampleWidth { get; init; } = 720;

    public double TemporalCompressionRatio { get; init; } = 4;

    public double NormEps { get; init; } = 1e-6;

    public string ActFn { get; init; } = "silu";

    public bool InvertScaleLatents { get; init; }

    /// <summary>What the latents of an image that a video begins with are multiplied by after encoding.</summary>
    /// <remarks>
    /// The image-to-video model of 1.5 was trained on images divided by the factor that its videos are multiplied by.
    /// </remarks>
    public double ImageScale => InvertScaleLatents ? 1 / ScalingFactor : ScalingFactor;

    public bool UseQuantConv { get; init; }

    public bool UsePostQuantConv { get; init; }

    /// <summary>Pixels per latent along one side: each block but the last halves the size.</summary>
    public int SpatialCompression => 1 << (BlockOutChannels.Length - 1);

    /// <summary>How many blocks change the number of frames.</summary>
    public int TemporalBlocks => (int)Math.Log2(TemporalCompressionRatio);

    /// <exception cref="ModelLoadException">The file is damaged or has a value that is not supported.</exception>
    public static VaeConfig Read(string path)
    {
        var config = ConfigFile.Read<VaeConfig>(path);
        void Require(bool supported, string name, object? value, string expected) =>
            ConfigFile.Require(supported, path, name, value, expected);

        Require(
            config.BlockOutChannels.Length is > 1 and < 8, "block_out_channels",
            $"[{string.Join(", ", config.BlockOutChannels)}]", "two to seven numbers");
        Require(
            config.BlockOutChannels.All(c => c > 0 && config.NormNumGroups > 0 && c % config.NormNumGroups == 0),
            "block_out_channels", $"[{string.Join(", ", config.BlockOutChannels)}]",
            $"multiples of norm_num_groups ({config.NormNumGroups})");
        Require(config.LatentChannels > 0, "latent_channels", config.LatentChannels, "a positive number");
        Require(config.LayersPerBlock > 0, "layers_per_block", config.LayersPerBlock, "a positive number");
        Require(config.InChannels == 3, "in_channels", config.InChannels, "3");
        Require(config.OutChannels == 3, "out_channels", config.OutChannels, "3");
        Require(
            double.IsFinite(config.ScalingFactor) && config.ScalingFactor > 0, "scaling_factor", config.ScalingFactor,
            "a positive number");
        Require(
            config.TemporalCompressionRatio is 1 or 2 or 4 or 8, "temporal_compression_ratio",
            config.TemporalCompressionRatio, "1, 2, 4 or 8");
        Require(config.ActFn is "silu" or "swish", "act_fn", config.ActFn, "silu");
        Require(!config.UseQuantConv, "use_quant_conv", config.UseQuantConv, "false");
        Require(!config.UsePostQuantConv, "use_post_quant_conv", config.UsePostQuantConv, "false");
        return config;
    }
}
