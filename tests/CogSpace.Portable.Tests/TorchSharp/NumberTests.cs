using TorchSharp;
using static TorchSharp.torch;

namespace CogSpace.Portable.Tests.TorchSharp;

public class NumberTests
{
    [Theory]
    [InlineData(1.0f, 0x3F80)]
    [InlineData(-2.5f, 0xC020)]
    [InlineData(1.00390625f, 0x3F80)]   // half way: to even
    [InlineData(1.01171875f, 0x3F82)]
    [InlineData(3.4e38f, 0x7F80)]
    public void BFloat16_RoundsToNearestEven(float value, ushort bits)
    {
        var rounded = new BFloat16(value);

        Assert.Equal(BFloat16.FromRawValue(bits), rounded);
        using var there = tensor(value).to(ScalarType.BFloat16);
        Assert.Equal(rounded, there.item<BFloat16>());
        Assert.Equal(rounded.ToSingle(), Check.Values(there)[0]);
    }

    [Fact]
    public void Scalar_RemembersItsKind()
    {
        Assert.Equal(ScalarType.Int64, ((Scalar)3).Type);
        Assert.Equal(ScalarType.Float64, ((Scalar)3.5f).Type);
        Assert.Equal(ScalarType.Bool, ((Scalar)true).Type);
        Assert.Equal(3.5, ((Scalar)3.5).ToDouble());
        Assert.Equal(3, ((Scalar)3).ToInt32());
        Assert.True(((Scalar)true).ToBoolean());
    }
}
