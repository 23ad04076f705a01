using TorchSharp;
using static TorchSharp.torch;

namespace CogSpace.Portable.Tests.TorchSharp;

/// <summary>Comparisons that the tests of this folder share.</summary>
internal static class Check
{
    public static float[] Values(Tensor tensor)
    {
        using var wide = tensor.to(ScalarType.Float32);
        return wide.data<float>().ToArray();
    }

    public static void Equal(float[] expected, Tensor actual) => Assert.Equal(expected, Values(actual));

    /// <summary>No element further away than <paramref name="tolerance"/>, of the same shape.</summary>
    public static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        using var scope = NewDisposeScope();
        double worst = (expected.to(ScalarType.Float64) - actual.to(ScalarType.Float64)).abs().max().item<double>();
        Assert.True(worst <= tolerance, $"the largest difference is {worst}, allowed is {tolerance}");
    }
}
