namespace CogSpace.Pipeline.Layers;

/// <summary>3-D convolution that keeps height and width; time is not padded. Weight (C', C, K, K, K).</summary>
internal sealed class Conv3d(ConvolutionWeights weights)
{
    private readonly long _around = weights.Weight.shape[3] / 2;     // rows and columns that it sees beside its own

    /// <summary>Frames that the kernel spans.</summary>
    public long KernelTime { get; } = weights.Weight.shape[2];

    // x (B, C, F, H, W) -> (B, C', F - KernelTime + 1, H, W)
    public Tensor Forward(Tensor x) => Forward(x.shape, x.shape[2] - KernelTime + 1, seen => seen.Of(x));

    /// <summary>
    /// A few frames at a time, and of large ones some rows: the library makes copies of what goes in and comes out.
    /// </summary>
    /// <param name="size">(B, C, any, H, W), of the input.</param>
    /// <param name="frames">F, of the result.</param>
    /// <param name="look">Gives a part of the input, (B, C, frames, rows, W), as a tensor of the current scope.</param>
    /// <returns>(B, C', F, H, W)</returns>
    public Tensor Forward(long[] size, long frames, Func<FrameRows, Tensor> look)
    {
        long height = size[3];
        long frame = size[0] * Math.Max(size[1], weights.Outputs) * height * size[4];
        long most = weights.NumbersOfPiece;
        return Piecewise.Join(
            axis: 2,
            Piecewise.Of(frames, frames * frame, most: most),
            (start, count) =>
                Piecewise.Join(
                    axis: 3,
                    Piecewise.Of(height, count * frame, most: most),
                    (top, rows) =>
                    {
                        using var piece = NewDisposeScope();
                        long above = Math.Min(top, _around),
                            below = Math.Min(height - top - rows, _around);
                        var x = look(new FrameRows(start, count + KernelTime - 1, top - above, above + rows + below));
                        return piece.MoveToOuter(
                            rows == height
                                ? Convolve(x, _around)
                                : Convolve(WithBorder(x, _around - above, _around - below), 0)
                        );
                    }
                )
        );
    }

    // x (B, C, F, H, W) -> (B, C, F, above + H + below, W)
    private static Tensor WithBorder(Tensor x, long above, long below) =>
        above + below == 0 ? x : nn.functional.pad(x, [0, 0, above, below]);

    private Tensor Convolve(Tensor x, long aboveAndBelow) =>
        weights.Apply(x, (x, weight, bias) => OneDnn.Suits(weight)
            ? OneDnn.Conv3d(x, weight, bias, bordered: aboveAndBelow == 0)
            : nn.functional.conv3d(x, weight, bias, padding: [0, aboveAndBelow, _around]));
}
