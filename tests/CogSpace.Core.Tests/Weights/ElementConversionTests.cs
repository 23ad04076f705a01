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
