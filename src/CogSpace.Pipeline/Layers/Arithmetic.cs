namespace CogSpace.Pipeline.Layers;

/// <summary>
/// Sums, and products with numbers. TorchSharp's own operators hand a Scalar to the library and do not keep it alive
/// meanwhile, so the garbage collector may free it while it is read: about once in an hour of work (TorchSharp 0.107). Here
/// it lives until the call is over. Operators between two tensors have no Scalar, except for the sum, whose factor is one;
/// a square is a power with one, so write it as a product.
/// </summary>
internal static class Arithmetic
{
    private static readonly Scalar One = 1.ToScalar();

    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>Adds in the place of x, unless a gradient is asked for.</summary>
    /// <returns>The sum: x itself, or another tensor.</returns>
    public static Tensor Add(this Tensor x, Tensor y) => Gradients.Need(x, y) ? x.add(y, One) : x.add_(y, One);

    /// <summary>Multiplies in the place of x, unless a gradient is asked for.</summary>
    /// <returns>The product: x itself, or another tensor.</returns>
    public static Tensor Multiply(this Tensor x, Tensor y) => Gradients.Need(x, y) ? x.mul(y) : x.mul_(y);

    public static Tensor Plus(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.add(scalar, One);
    }

    public static Tensor Times(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.mul(scalar);
    }

    public static Tensor Within(this Tensor x, double least, double most)
    {
        using Scalar low = least.ToScalar(), high = most.ToScalar();
        return x.clamp(low, high);
    }

    /// <summary>A tensor of one value.</summary>
    public static Tensor Filled(long[] shape, double value, ScalarType type, Device device)
    {
        using var scalar = value.ToScalar();
        return full(shape, scalar, dtype: type, device: device);
    }

    /// <summary>0, 1, 2, ...</summary>
    public static Tensor Counting(long count, ScalarType type, Device device)
    {
        using Scalar first = 0.ToScalar(), end = count.ToScalar(), step = 1.ToScalar();
        return arange(first, end, step, dtype: type, device: device);
    }
}
