using CogSpace.Pipeline.Layers;
using CogSpace.Pipeline.Memory;

namespace CogSpace.Pipeline.Tests.Layers;

public sealed class Conv3dTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void FramesLargerThanAPiece_ComeOutAsFromTheLibrary(int kernel)
    {
        using var scope = NewDisposeScope();
        var generator = new Generator(1);
        Tensor Random(params long[] shape) => randn(shape, generator: generator);
        var (x, weight, bias) = (Random(1, 16, 3, 750, 740), Random(16, 16, kernel, kernel, kernel), Random(16));
        Assert.True(16 * 750 * 740 > Piecewise.Most);
        var conv = new Conv3d(new ConvolutionWeights(weight, bias, _ => { }));
        var parts = new List<FrameRows>();

        var result = conv.Forward(x.shape, 3 - kernel + 1, rows =>
        {
            parts.Add(rows);
            return rows.Of(x);
        });

        var expected = nn.functional.conv3d(x, weight, bias, padding: [0, kernel / 2, kernel / 2]);
        Assert.Equal(expected.shape, result.shape);
        Assert.True((result - expected).abs().max().item<float>() < 1e-4);
        Assert.Equal(2 * (3 - kernel + 1), parts.Count);
        Assert.All(parts, part => Assert.True(part.Rows < 750));
    }
}
