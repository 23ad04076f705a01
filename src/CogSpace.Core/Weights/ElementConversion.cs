using System.Runtime.InteropServices;

namespace CogSpace.Weights;

/// <summary>
/// Floating-point numbers from one width to another, rounded to the nearest, ties to even, as the tensor library rounds.
/// </summary>
public static class ElementConversion
{
    private static readonly float[] E4M3 = [.. Enumerable.Range(0, 256).Select(bits => OfE4M3((byte)bits))];
    private static readonly float[] E5M2 =
        [.. Enumerable.Range(0, 256).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)(bits << 8)))];

    public static bool IsFloatingPoint(ElementType type) =>
        type is ElementType.F64 or ElementType.F32 or ElementType.F16 or ElementType.BF16 || IsFloat8(type);

    /// <summary>Whether a number takes one byte: such weights are read, and widened.</summary>
    public static bool IsFloat8(ElementType type) => type is ElementType.F8E4M3 or ElementType.F8E5M2;

    /// <summary>The same tensor in another type; as it is if it has that type, or holds no floating-point numbers.</summary>
    public static TensorSource To(this TensorSource tensor, ElementType type)
    {
        if (tensor.Type == type || !IsFloatingPoint(tensor.Type))
            return tensor;
        return tensor with
        {
            Type = type,
            CopyTo = destination =>
            {
                var source = new byte[tensor.Length];
                tensor.CopyTo(source);
                Convert(source, tensor.Type, destination, type);
            },
        };
    }

    /// <param name="from">Elements of the one type.</param>
    /// <param name="fromType">Which.</param>
    /// <param name="to">Room for as many of the other.</param>
    /// <param name="toType">Which.</param>
    public static void Convert(ReadOnlySpan<byte> from, ElementType fromType, Span<byte> to, ElementType toType)
    {
        int count = from.Length / fromType.Size();
        ArgumentOutOfRangeException.ThrowIfNotEqual(to.Length, count * toType.Size());
        for (int i = 0; i < count; i++)
            Write(Read(from, fromType, i), to, toType, i);
    }

    private static double Read(ReadOnlySpan<byte> bytes, ElementType type, int i) => type switch
    {
        ElementType.F64 => MemoryMarshal.Cast<byte, double>(bytes)[i],
        ElementType.F32 => MemoryMarshal.Cast<byte, float>(bytes)[i],
        ElementType.F16 => (double)MemoryMarshal.Cast<byte, Half>(bytes)[i],
        ElementType.BF16 => BitConverter.UInt32BitsToSingle((uint)MemoryMarshal.Cast<byte, ushort>(bytes)[i] << 16),
        ElementType.F8E4M3 => E4M3[bytes[i]],
        ElementType.F8E5M2 => E5M2[bytes[i]],
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static void Write(double number, Span<byte> bytes, ElementType type, int i)
    {
        switch (type)
        {
            case ElementType.F64:
                MemoryMarshal.Cast<byte, double>(bytes)[i] = number;
                break;
            case ElementType.F32:
                MemoryMarshal.Cast<byte, float>(bytes)[i] = (float)number;
                break;
            case ElementType.F16:
                MemoryMarshal.Cast<byte, Half>(bytes)[i] = (Half)(float)number;      // by way of float32, as there
                break;
            case ElementType.BF16:
                MemoryMarshal.Cast<byte, ushort>(bytes)[i] = ToBFloat16((float)number);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    // Sign, exponent + 7, fraction; below the smallest exponent without the leading 1.
    private static float OfE4M3(byte bits)
    {
        int exponent = (bits >> 3) & 0xf, fraction = bits & 7;
        float size = (exponent, fraction) switch
        {
            (0xf, 7) => float.NaN,
            (0, _) => MathF.ScaleB(fraction, -9),
            _ => MathF.ScaleB(8 + fraction, exponent - 10),
        };
        return (bits & 0x80) == 0 ? size : -size;
    }

    // The upper half of a float32, rounded.
    private static ushort ToBFloat16(float number)
    {
        const ushort NotANumber = 0x7fc0;
        uint bits = BitConverter.SingleToUInt32Bits(number);
        return float.IsNaN(number) ? NotANumber : (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}
