namespace CogSpace.Pipeline.Vae;

/// <summary>Latents to pixels, chunk by chunk.</summary>
/// <remarks>Source: CogVideoX, arXiv:2408.06072 section 2.1; diffusers autoencoder_kl_cogvideox.py, CogVideoXDecoder3D.</remarks>
internal sealed class VaeDecoder
{
    public const long LatentFramesPerChunk = 2;

    private const int MidResnets = 2;

    private readonly CausalConv3d _convIn;
    private readonly DecoderResnet[] _mid;
    private readonly UpBlock[] _up;
    private readonly SpatialNorm _normOut;
    private readonly CausalConv3d _convOut;

    public VaeDecoder(WeightScope weights, VaeConfig config)
    {
        int[] channels = [.. config.BlockOutChannels.Reverse()];
        _convIn = new(weights["conv_in"], config.LatentChannels, channels[0]);
        _mid = [.. Enumerable.Range(0, MidResnets)
            .Select(i => new DecoderResnet(weights["mid_block"]["resnets"][i], channels[0], channels[0], config))];
        _up = [.. Enumerable.Range(0, channels.Length)
            .Select(i => new UpBlock(
                weights["up_blocks"][i], channels[Math.Max(i - 1, 0)], channels[i],
                grows: i < channels.Length - 1, growsTime: i < config.TemporalBlocks, config))];
        _normOut = new(weights["norm_out"], channels[^1], config);
        _convOut = new(weights["conv_out"], channels[^1], config.OutChannels);
    }

    /// <param name="latents">(B, Z, f, h, w), not scaled.</param>
    /// <param name="decoded">Told after each chunk.</param>
    /// <param name="cancel">Looked at within a chunk.</param>
    /// <returns>Chunks of (B, 3, F, H, W), each decoded when it is asked for; the caller disposes them.</returns>
    public IEnumerable<Tensor> Decode(Tensor latents, Action? decoded = null, CancellationToken cancel = default)
    {
        using var history = new FrameHistory();
        long frames = latents.shape[2];
        foreach (var (start, length) in FrameChunks.Of(frames, LatentFramesPerChunk))
        {
            history.IsNeeded = start + length < frames;
            var chunk = DecodeChunk(start, length);
            decoded?.Invoke();
            yield return chunk;
        }

        Tensor DecodeChunk(long start, long length)
        {
            using var scope = NewDisposeScope();
            return scope.Detach(Forward(latents.narrow(2, start, length), history, cancel));
        }
    }

    // latents (B, Z, f, h, w) -> pixels (B, 3, F, H, W)
    private Tensor Forward(Tensor latents, FrameHistory history, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        var x = _convIn.Forward(latents, history);
        foreach (var resnet in _mid)
            x = resnet.Forward(x, latents, history);
        foreach (var block in _up)
        {
            cancel.ThrowIfCancellationRequested();
            x = block.Forward(x, latents, history);
        }

        return scope.MoveToOuter(_convOut.Forward(_normOut.ActivateInPlace(x, latents), history, releases: true));
    }
}
