namespace CogSpace.Pipeline.Schedulers;

/// <summary>Products with a step's factors, rounded as the reference rounds them.</summary>
/// <remarks>
/// The reference's factors are float64 tensors of no dimension that stand left of the product. On a CPU torch rounds such a
/// factor to the type of the tensor before it multiplies; a factor on the right, a plain number and CUDA keep it in float32.
/// </remarks>
internal static class Scaling
{
    /// <returns>factor x, in the type of x.</returns>
    public static Tensor Scaled(this Tensor x, double factor) =>
        x.Times(x.device_type == DeviceType.CPU ? Rounded(factor, x.dtype) : factor);

    private static double Rounded(double factor, ScalarType type) => type switch
    {
        ScalarType.BFloat16 => RoundedToBFloat16((float)factor),
        ScalarType.Float16 => (double)(Half)(float)factor,
        _ => factor,
    };

    // To the nearest, ties to even: the upper half of a float32.
    private static float RoundedToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsFinite(value) ? BitConverter.UInt32BitsToSingle((bits + 0x7fff + ((bits >> 16) & 1)) & 0xffff0000) : value;
    }
}
