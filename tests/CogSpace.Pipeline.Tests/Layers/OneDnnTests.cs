using CogSpace.Pipeline.Layers;

namespace CogSpace.Pipeline.Tests.Layers;

public sealed class OneDnnTests
{
    // Asked for directly, because few processors have a use for it.
    [Theory]
    [InlineData(256, 1024, 64)]
    [InlineData(257, 1920, 1920)]
    [InlineData(350, 1031, 37)]
    public void Linear_IsTheProductOfTheLibrary(long rows, long inputs, long outputs)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor x = randn(2, rows, inputs), weight = randn(outputs, inputs), bias = randn(outputs);

        var expected = nn.functional.linear(x, weight, bias);
        var product = OneDnn.Linear(x, weight, bias);

        Assert.Equal(expected.shape, product.shape);
        Assert.True(allclose(expected, product, 1e-4, 2e-3));
    }
}
