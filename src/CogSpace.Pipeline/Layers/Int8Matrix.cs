namespace CogSpace.Pipeline.Layers;

/// <summary>A matrix in 8-bit integers, with a scale for each output; made dense for each use.</summary>
/// <param name="numbers">(outputs, inputs), int8, -127 to 127.</param>
/// <param name="scales">(outputs, 1), in the computing type.</param>
/// <remarks>
/// Dense before the product and not scaled after it: with many rows that is less work, because the matrix is smaller than what
/// comes out, and it rounds once. libtorch's own operators for this (_weight_int8pack_mm) are slower than both for more than
/// a few rows.
/// </remarks>
internal sealed class Int8Matrix(Tensor numbers, Tensor scales) : IMatrix
{
    private const double Most = 127;

    // A bfloat16 has 8 bits: this much more than the exact scale is, rounded, never less than it.
    private const double RoundingUp = 1 + (1.0 / 256);
    private const double LeastScale = 1e-30;
    private const long PieceNumbers = 1 << 20;

    public IReadOnlyList<long> Shape => numbers.shape;

    public Tensor Numbers => numbers;

    public Tensor Scales => scales;

    /// <param name="matrix">(outputs, inputs), float32.</param>
    /// <param name="type">The computing type.</param>
    public static Int8Matrix Of(Tensor matrix, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (outputs, inputs) = (matrix.shape[0], matrix.shape[1]);
        var numbers = empty([outputs, inputs], dtype: ScalarType.Int8, device: matrix.device);
        var scales = empty([outputs, 1], dtype: type, device: matrix.device);
        long rows = Math.Max(PieceNumbers / inputs, 1);
        for (long start = 0; start < outputs; start += rows)
        {
            using var piece = NewDisposeScope();
            long count = Math.Min(rows, outputs - start);
            var part = matrix.narrow(0, start, count);
            var largest = part.abs().amax([1], keepdim: true); // (rows, 1)
            // Scales that all types hold exactly, so that what is computed in does not decide the numbers.
            var scale = largest
                .Times(RoundingUp / Most)
                .Within(LeastScale, float.MaxValue)
                .to(ScalarType.BFloat16)
                .to(ScalarType.Float32);
            numbers.narrow(0, start, count).copy_((part / scale).round().Within(-Most, Most));
            scales.narrow(0, start, count).copy_(scale);
        }

        return new Int8Matrix(scope.Detach(numbers), scope.Detach(scales));
    }

    public Tensor Dense()
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(numbers.to(scales.dtype).mul_(scales));
    }

    public IMatrix Changed(Func<Tensor, Tensor> change)
    {
        using var scope = NewDisposeScope();
        return Of(change(Dense().to(ScalarType.Float32)), scales.dtype);
    }

    public void Dispose()
    {
        numbers.Dispose();
        scales.Dispose();
    }
}
