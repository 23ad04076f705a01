using CogSpace.Pipeline.Layers;

namespace CogSpace.Pipeline.Tests.Layers;

/// <summary>oneDNN's kernels are wrong for some numbers of channels on some processors; our layers are right for all.</summary>
public sealed class ConvolutionTests
{
    private const double Rounding = 0.004;     // of bfloat16, as a part of the result

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(3, 16, 3)]
    [InlineData(8, 4, 3)]
    [InlineData(16, 3, 3)]
    [InlineData(17, 20, 3)]
    [InlineData(20, 32, 1)]
    [InlineData(32, 32, 3)]
    public void Conv3d_InBFloat16_IsTheExactOne_Rounded(int from, int to, int kernel)
    {
        using var scope = NewDisposeScope();
        var generator = new Generator(1);
        Tensor Random(params long[] shape) => randn(shape, generator: generator).to(ScalarType.BFloat16);
        var (x, weight, bias) = (Random(1, from, 4, 9, 13), Random(to, from, kernel, kernel, kernel), Random(to));

        var narrow = new Conv3d(new ConvolutionWeights(weight, bias, _ => { })).Forward(x);
        var wide = nn.functional.conv3d(
            x.to(ScalarType.Float64), weight.to(ScalarType.Float64), bias.to(ScalarType.Float64),
            padding: [0, kernel / 2, kernel / 2]);

        Assert.Equal(wide.shape, narrow.shape);
        AssertRounded(wide, narrow);
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 20, 1, 1)]
    [InlineData(17, 5, 2, 0)]
    [InlineData(32, 32, 2, 0)]
    public void Conv2d_InBFloat16_IsTheExactOne_Rounded(int from, int to, int stride, int padding)
    {
        using var scope = NewDisposeScope();
        var generator = new Generator(2);
        Tensor Random(params long[] shape) => randn(shape, generator: generator).to(ScalarType.BFloat16);
        var (x, weight, bias) = (Random(3, from, 11, 13), Random(to, from, 3, 3), Random(to));

        var narrow = new Conv2d(new ConvolutionWeights(weight, bias, _ => { }), stride, padding).Forward(x);
        var wide = nn.functional.conv2d(
            x.to(ScalarType.Float64), weight.to(ScalarType.Float64), bias.to(ScalarType.Float64), [stride, stride],
            [padding, padding]);

        AssertRounded(wide, narrow);
    }

    private static void AssertRounded(Tensor wide, Tensor narrow)
    {
        double error = (wide - narrow.to(ScalarType.Float64)).square().mean().sqrt().item<double>(),
            size = wide.square().mean().sqrt().item<double>();
        Assert.InRange(error / size, 0, Rounding);
    }
}
