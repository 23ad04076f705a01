using CogSpace.Weights;

namespace CogSpace.Core.Tests.Weights;

public sealed class ElementConversionTests
{
    private static readonly ElementType[] Types = [ElementType.F64, ElementType.F32, ElementType.BF16, ElementType.F16];

    [Fact]
    public void Convert_ThereAndBack_KeepsWhatFits()
    {
        byte[] numbers = Bits.Of(0, -0f, 1, -2.5f, 0.0078125f, float.PositiveInfinity, float.NegativeInfinity);
        foreach (var type in Types)
            Assert.Equal(numbers, To(To(numbers, ElementType.F32, type), type, ElementType.F32));
    }

    [Theory]
    [InlineData(0x3f808000u, 0x3f80)]        // half way: to the even one
    [InlineData(0x3f818000u, 0x3f82)]
    [InlineData(0x3f808001u, 0x3f81)]
    [InlineData(0x3f807fffu, 0x3f80)]
    [InlineData(0x7f7fffffu, 0x7f80)]        // the largest float32 is beyond the largest bfloat16
    [InlineData(0x7f800001u, 0x7fc0)]        // not a number stays none
    [InlineData(0xffffffffu, 0x7fc0)]
    public void Convert_ToBFloat16_RoundsToNearestEven(uint bits, int expected) =>
        Assert.Equal(BitConverter.GetBytes((ushort)expected), To(BitConverter.GetBytes(bits), ElementType.F32, ElementType.BF16));

    [Theory]
    [InlineData(65520f, 0x7c00)]             // rounds to infinity
    [InlineData(65519f, 0x7bff)]
    [InlineData(5.9604645e-8f, 0x0001)]      // the smallest
    [InlineData(2.9802322e-8f, 0x0000)]      // half of it
    public void Convert_ToFloat16_RoundsAtTheEnds(float number, int expected) =>
        Assert.Equal(
            BitConverter.GetBytes((ushort)expected), To(BitConverter.GetBytes(number), ElementType.F32, ElementType.F16));

    [Theory]
    [InlineData(ElementType.F8E4M3, 0x38, 1f)]
    [InlineData(ElementType.F8E4M3, 0xb8, -1f)]
    [InlineData(ElementType.F8E4M3, 0x7e, 448f)]             // the largest
    [InlineData(ElementType.F8E4M3, 0x08, 0.015625f)]        // the smallest with a leading 1
    [InlineData(ElementType.F8E4M3, 0x01, 0.001953125f)]     // the smallest
    [InlineData(ElementType.F8E5M2, 0x3c, 1f)]
    [InlineData(ElementType.F8E5M2, 0xc2, -3f)]
    [InlineData(ElementType.F8E5M2, 0x7b, 57344f)]
    [InlineData(ElementType.F8E5M2, 0x7c, float.PositiveInfinity)]
    [InlineData(ElementType.F8E5M2, 0x01, 1.52587890625e-05f)]
    public void Convert_OfFloat8_GivesItsNumber(ElementType type, byte bits, float expected)
    {
        Assert.Equal(Bits.Of(expected), To([bits], type, ElementType.F32));
        Assert.Equal(Bits.Of(expected), To(To([bits], type, ElementType.BF16), ElementType.BF16, ElementType.F32));
    }

    [Theory]
    [InlineData(ElementType.F8E4M3, 0x7f)]
    [InlineData(ElementType.F8E4M3, 0xff)]
    [InlineData(ElementType.F8E5M2, 0x7d)]
    public void Convert_OfFloat8_KeepsWhatIsNotANumber(ElementType type, byte bits) =>
        Assert.Equal(float.NaN, BitConverter.ToSingle(To([bits], type, ElementType.F32)));

    [Fact]
    public void To_WholeNumbers_StayAsTheyAre()
    {
        var source = new TensorSource("steps", ElementType.I64, [1], _ => { });
        Assert.Same(source, source.To(ElementType.BF16));
    }

    private static byte[] To(byte[] bytes, ElementType from, ElementType to)
    {
        var result = new byte[bytes.Length / from.Size() * to.Size()];
        ElementConversion.Convert(bytes, from, result, to);
        return result;
    }
}
