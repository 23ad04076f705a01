namespace CogSpace.Pipeline.Layers;

/// <summary>
/// float32 products of MKL, which libtorch takes them from. On an AMD processor it divides a product of a few hundred rows badly:
/// with blocks of outputs, computed one after the other, it is 20 to 50 % faster. The limits were measured on Zen 3.
/// </summary>
internal static class Mkl
{
    private const long Block = 1024;
    private const long LeastRows = 64;
    private const long MostRows = 700;

    /// <summary>Whether a product is faster block by block.</summary>
    public static bool WantsBlocks(Tensor x, Tensor weight) =>
        Processor.IsAmd && weight is { dtype: ScalarType.Float32, device_type: DeviceType.CPU }
        && weight.shape is [> Block, >= Block] && x.NumberOfElements / weight.shape[1] is >= LeastRows and <= MostRows;

    // x (..., I), weight (O, I), bias (O) or none -> (..., O)
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        long outputs = weight.shape[0];
        return Piecewise.Join(axis: x.shape.Length - 1, Piecewise.Of(outputs, outputs, most: Block), (first, count) =>
            nn.functional.linear(x, weight.narrow(0, first, count), bias?.narrow(0, first, count)));
    }
}
