namespace CogSpace.Pipeline.Vae;

/// <summary>Some resnets, then, in all blocks but the last, a doubling of the size.</summary>
internal sealed class UpBlock
{
    private readonly DecoderResnet[] _resnets;
    private readonly Upsample? _upsample;

    public UpBlock(WeightScope weights, long from, long to, bool grows, bool growsTime, VaeConfig config)
    {
        _resnets = [.. Enumerable.Range(0, config.LayersPerBlock + 1)
            .Select(i => new DecoderResnet(weights["resnets"][i], i == 0 ? from : to, to, config))];
        _upsample = grows ? new Upsample(weights["upsamplers"][0], to, growsTime) : null;
    }

    // Releases x.
    // x (B, C, F, H, W), latents (B, Z, f, h, w) -> (B, C', F', 2H, 2W)
    public Tensor Forward(Tensor x, Tensor latents, FrameHistory history)
    {
        using var scope = NewDisposeScope();
        foreach (var resnet in _resnets)
        {
            var next = resnet.Forward(x, latents, history);
            x.Dispose();
            x = next;
        }

        return scope.MoveToOuter(_upsample?.Forward(x) ?? x);
    }
}
