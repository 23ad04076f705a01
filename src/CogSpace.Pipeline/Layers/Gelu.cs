namespace CogSpace.Pipeline.Layers;

/// <summary>GELU by its tanh approximation.</summary>
internal static class Gelu
{
    private const double Cubic = 0.044715;
    private const long InCache = 1 << 17;       // numbers

    private static readonly double Slope = 2 * Math.Sqrt(2 / Math.PI);

    /// <summary>Takes the place of x, which is not needed afterwards.</summary>
    /// <param name="x">(..., columns), contiguous</param>
    /// <remarks>
    /// On a CPU written as x * sigmoid(2u), which is the same as x * (1 + tanh(u)) / 2: libtorch's sigmoid takes a fifth of
    /// its tanh. In float32 within, like the library's own operator.
    /// </remarks>
    public static Tensor Replace(Tensor x)
    {
        if (x.device_type != DeviceType.CPU || Gradients.Need(x))
        {
            using var given = x;
            return nn.functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh);
        }

        using var rows = x.view(-1, x.shape[^1]);
        Piecewise.Replace(axis: 0, rows, Piecewise.Of(rows.shape[0], rows.NumberOfElements, most: InCache), (start, count) =>
        {
            var wide = rows.narrow(0, start, count).to(ScalarType.Float32);
            var share = wide.mul(wide).Times(Cubic * Slope).Plus(Slope).mul_(wide).sigmoid_();
            return share.mul_(wide);
        });
        return x;
    }
}
