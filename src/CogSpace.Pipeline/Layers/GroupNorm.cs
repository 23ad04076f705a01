namespace CogSpace.Pipeline.Layers;

/// <summary>
/// Zero mean and unit variance over groups of channels and everything behind them, then a learned scale and shift.
/// </summary>
internal sealed class GroupNorm(Tensor weight, Tensor bias, long groups, double epsilon)
{
    /// <summary>Channels that are normalised together.</summary>
    public long ChannelsPerGroup { get; } = weight.shape[0] / groups;

    // x (B, C, ...) -> the same shape
    public Tensor Forward(Tensor x) => nn.functional.group_norm(x, groups, weight, bias, epsilon);

    /// <summary>Of some of the groups.</summary>
    /// <param name="x">(B, count, ...): these channels.</param>
    /// <param name="start">The first channel.</param>
    /// <param name="count">How many; whole groups.</param>
    public Tensor Forward(Tensor x, long start, long count) =>
        nn.functional.group_norm(
            x, count / ChannelsPerGroup, weight.narrow(0, start, count), bias.narrow(0, start, count), epsilon);

    /// <summary>The norm and then SiLU, some groups at a time.</summary>
    public Tensor Activate(Tensor x) => Piecewise.Join(axis: 1, Pieces(x), Activation(x));

    /// <summary>The same in the place of x, which is returned.</summary>
    public Tensor ActivateInPlace(Tensor x)
    {
        Piecewise.Replace(axis: 1, x, Pieces(x), Activation(x));
        return x;
    }

    private IEnumerable<(long Start, long Length)> Pieces(Tensor x) =>
        Piecewise.Of(x.shape[1], x.NumberOfElements, ChannelsPerGroup);

    private Func<long, long, Tensor> Activation(Tensor x) => (start, count) =>
    {
        using var piece = NewDisposeScope();
        return piece.MoveToOuter(nn.functional.silu(Forward(x.narrow(1, start, count), start, count)));
    };
}
