namespace CogSpace.Pipeline.Vae;

/// <summary>A chunk of pixels to the mean and log variance of a chunk of latents.</summary>
/// <remarks>Source: CogVideoX, arXiv:2408.06072 section 2.1; diffusers autoencoder_kl_cogvideox.py, CogVideoXEncoder3D.</remarks>
internal sealed class VaeEncoder
{
    private const int MidResnets = 2;
    private const double NormOutEpsilon = 1e-6;

    private readonly CausalConv3d _convIn;
    private readonly DownBlock[] _down;
    private readonly EncoderResnet[] _mid;
    private readonly GroupNorm _normOut;
    private readonly CausalConv3d _convOut;

    public VaeEncoder(WeightScope weights, VaeConfig config)
    {
        int[] channels = config.BlockOutChannels;
        _convIn = new(weights["conv_in"], config.InChannels, channels[0]);
        _down = [.. Enumerable.Range(0, channels.Length)
            .Select(i => new DownBlock(
                weights["down_blocks"][i], channels[Math.Max(i - 1, 0)], channels[i],
                shrinks: i < channels.Length - 1, shrinksTime: i < config.TemporalBlocks, config))];
        _mid = [.. Enumerable.Range(0, MidResnets)
            .Select(i => new EncoderResnet(weights["mid_block"]["resnets"][i], channels[^1], channels[^1], config))];
        _normOut = weights["norm_out"].GroupNorm(config.NormNumGroups, channels[^1], NormOutEpsilon);
        _convOut = new(weights["conv_out"], channels[^1], 2 * config.LatentChannels);
    }

    // pixels (B, 3, F, H, W) -> (B, 2Z, f, h, w): means, then log variances
    public Tensor Forward(Tensor pixels, FrameHistory history, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        var x = _convIn.Forward(pixels, history);
        foreach (var block in _down)
        {
            cancel.ThrowIfCancellationRequested();
            x = block.Forward(x, history);
        }

        foreach (var resnet in _mid)
            x = resnet.Forward(x, history);
        return scope.MoveToOuter(_convOut.Forward(_normOut.Activate(x), history, releases: true));
    }
}
