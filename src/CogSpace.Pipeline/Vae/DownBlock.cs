namespace CogSpace.Pipeline.Vae;

/// <summary>Some resnets, then, in all blocks but the last, a halving of the size.</summary>
internal sealed class DownBlock
{
    private readonly EncoderResnet[] _resnets;
    private readonly Downsample? _downsample;

    public DownBlock(WeightScope weights, long from, long to, bool shrinks, bool shrinksTime, VaeConfig config)
    {
        _resnets = [.. Enumerable.Range(0, config.LayersPerBlock)
            .Select(i => new EncoderResnet(weights["resnets"][i], i == 0 ? from : to, to, config))];
        _downsample = shrinks ? new Downsample(weights["downsamplers"][0], to, shrinksTime) : null;
    }

    // Releases x.
    // x (B, C, F, H, W) -> (B, C', F', H/2, W/2)
    public Tensor Forward(Tensor x, FrameHistory history)
    {
        using var scope = NewDisposeScope();
        foreach (var resnet in _resnets)
        {
            var next = resnet.Forward(x, history);
            x.Dispose();
            x = next;
        }

        return scope.MoveToOuter(_downsample?.Forward(x) ?? x);
    }
}
