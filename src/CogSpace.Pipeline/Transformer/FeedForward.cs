namespace CogSpace.Pipeline.Transformer;

/// <summary>Four times as wide, GELU by its tanh approximation, and back.</summary>
internal sealed class FeedForward(WeightScope weights, TransformerConfig config)
{
    private readonly ILinear _widen = weights["net"][0]["proj"].Linear(config.Width, 4 * config.Width);
    private readonly ILinear _narrow = weights["net"][2].Linear(4 * config.Width, config.Width);

    // x (B, L, D) -> (B, L, D)
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var wide = nn.functional.gelu(_widen.Forward(x), TorchSharp.Modules.GELU.Approximate.tanh);   // (B, L, 4D)
        return scope.MoveToOuter(_narrow.Forward(wide));
    }
}
