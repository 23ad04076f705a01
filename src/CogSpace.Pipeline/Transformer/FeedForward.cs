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
        var rows = x.flatten(0, 1);                                                                        // (B L, D)
        var result = Piecewise.Join(axis: 0, Piecewise.Of(rows.shape[0], 4 * x.NumberOfElements), (start, count) =>
        {
            using var piece = NewDisposeScope();
            var wide = Gelu.Replace(_widen.Forward(rows.narrow(0, start, count)));                         // (rows, 4D)
            return piece.MoveToOuter(_narrow.Forward(wide));
        });
        return scope.MoveToOuter(result.unflatten(0, x.shape[0], x.shape[1]));
    }
}
