using CogSpace.Pipeline.Vae;

namespace CogSpace.Benchmarks.Networks;

/// <summary>The published autoencoder's sizes, and the layers of its decoder.</summary>
internal static class DecoderLayers
{
    private const int MidResnets = 2;

    public static VaeConfig Config { get; } = new()
    {
        BlockOutChannels = [128, 256, 256, 512],
        LatentChannels = 16,
        LayersPerBlock = 3,
        NormNumGroups = 32,
        ScalingFactor = 1.15258426,
    };

    /// <summary>Multiplications and additions of a whole decode, without the small convolutions of the norms.</summary>
    public static double Work(VaeConfig config, long latentFrames, long height, long width) =>
        FrameChunks.Of(latentFrames, VaeDecoder.LatentFramesPerChunk)
            .Sum(chunk => Of(config, chunk.Length, height, width).Sum(layer => layer.Work));

    /// <param name="config">The sizes.</param>
    /// <param name="frames">Latent frames of one chunk.</param>
    /// <param name="height">Of the latents.</param>
    /// <param name="width">Of the latents.</param>
    public static IEnumerable<LayerShape> Of(VaeConfig config, long frames, long height, long width)
    {
        int[] channels = [.. config.BlockOutChannels.Reverse()];
        long z = config.LatentChannels, places = frames * height * width;
        var layers = new List<LayerShape> { Conv("decoder.conv_in", channels[0], z, places) };
        for (int i = 0; i < MidResnets; i++)
            layers.AddRange(Resnet($"decoder.mid_block.resnets.{i}", channels[0], channels[0], z, places));
        for (int level = 0; level < channels.Length; level++)
        {
            string block = $"decoder.up_blocks.{level}";
            for (int i = 0; i <= config.LayersPerBlock; i++)
            {
                int from = i == 0 ? channels[Math.Max(level - 1, 0)] : channels[level];
                layers.AddRange(Resnet($"{block}.resnets.{i}", from, channels[level], z, places));
            }

            if (level == channels.Length - 1)
                break;
            if (level < config.TemporalBlocks && frames > 1)
                frames = (2 * frames) - (frames % 2);
            (height, width) = (2 * height, 2 * width);
            places = frames * height * width;
            layers.Add(new LayerShape($"{block}.upsamplers.0.conv", [channels[level], channels[level], 3, 3], places));
        }

        return
        [
            .. layers, .. SpatialNorm("decoder.norm_out", channels[^1], z),
            Conv("decoder.conv_out", config.OutChannels, channels[^1], places),
        ];
    }

    private static IEnumerable<LayerShape> Resnet(string name, long from, long to, long z, long places) =>
    [
        .. SpatialNorm($"{name}.norm1", from, z), Conv($"{name}.conv1", to, from, places),
        .. SpatialNorm($"{name}.norm2", to, z), Conv($"{name}.conv2", to, to, places),
        .. from == to ? [] : new LayerShape[] { new($"{name}.conv_shortcut", [to, from, 1, 1, 1], places) },
    ];

    private static IEnumerable<LayerShape> SpatialNorm(string name, long channels, long z) =>
    [
        new($"{name}.norm_layer", [channels]),
        new($"{name}.conv_y.conv", [channels, z, 1, 1, 1]), new($"{name}.conv_b.conv", [channels, z, 1, 1, 1]),
    ];

    private static LayerShape Conv(string name, long to, long from, long places) =>
        new($"{name}.conv", [to, from, 3, 3, 3], places);
}
