using TorchSharp;
using static TorchSharp.torch;

namespace CogSpace.Portable.Tests.TorchSharp;

/// <summary>The number of threads changes between small products and large ones; the results must not notice.</summary>
[Collection(nameof(ResourceTests))]   // its matrices are in the way of one who measures memory
public class BlasThreadsTests
{
    private const int Small = 16, Large = 1024;

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Products_AreRightOnEitherSideOfTheSwitch(ScalarType type)
    {
        foreach (int n in new[] { Small, Large, Small, Large, Large, Small })
            AssertProducts(type, n);
    }

    [Fact]
    public void Products_AreRightWhenThreadsDisagree() => Parallel.For(0, 4, i => AssertProducts(ScalarType.Float32, i % 2 == 0 ? Small : Large));

    // Row i of A is full of a number of its own, and so is column j of B but for 1 / n: element (i, j) of A B is their product.
    private static void AssertProducts(ScalarType type, int n)
    {
        using var scope = NewDisposeScope();
        var row = tensor(Enumerable.Range(0, n).Select(i => i % 7 + 1f).ToArray()).to(type);
        var (a, b) = (row.unsqueeze(1).repeat(1, n), (row / n).repeat(n, 1));
        var expected = outer(row, row);

        Check.Close(expected, a.matmul(b), 1e-4);
        Check.Close(expected, nn.functional.linear(a, b.transpose(0, 1)), 1e-4);
        Check.Close(expected, stack([a, a]).matmul(stack([b, b]))[1], 1e-4);
    }
}
