using CogSpace.Pipeline.Layers;

namespace CogSpace.Pipeline.Tests.Layers;

/// <summary>Ways to compute a product are asked for directly: which of them a processor uses is its own.</summary>
public sealed class ProductsTests
{
    [Theory]
    [InlineData(1, 64, 8, true)]
    [InlineData(3, 1024, 2049, true)]
    [InlineData(70, 1025, 1024, false)]
    public void Mkl_Linear_IsTheProductOfTheLibrary(long rows, long inputs, long outputs, bool hasBias)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor x = randn(2, rows, inputs), weight = randn(outputs, inputs);
        var bias = hasBias ? randn(outputs) : null;

        var product = Mkl.Linear(x, weight, bias);

        Assert.True(allclose(nn.functional.linear(x, weight, bias), product, 1e-4, 2e-3));
    }

    [Theory]
    [InlineData(1, 64, 8, true)]
    [InlineData(3, 1024, 1100, true)]
    [InlineData(5000, 1024, 33, false)]
    public void Bfloat16_Linear_RoundsOnce(long rows, long inputs, long outputs, bool hasBias)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor x = Bf16(2, rows, inputs), weight = Bf16(outputs, inputs);
        var bias = hasBias ? Bf16(outputs) : null;

        var product = Bfloat16.Linear(x, weight, bias);

        AssertRounded(nn.functional.linear(Wide(x), Wide(weight), bias is null ? null : Wide(bias)), product);
    }

    [Fact]
    public void Bfloat16_Matmul_RoundsOnce()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor x = Bf16(2, 3, 17, 64), y = Bf16(2, 3, 64, 19);

        AssertRounded(Wide(x).matmul(Wide(y)), Bfloat16.Matmul(x, y));
    }

    [Theory]
    [InlineData(2, 3, 50, 50)]
    [InlineData(1, 5, 20_000, 300)]      // some heads at a time
    public void Bfloat16_Attend_RoundsOnce(long videos, long heads, long keys, long queries)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor query = Bf16(videos, heads, queries, 64),
            key = Bf16(videos, heads, keys, 64),
            value = Bf16(videos, heads, keys, 64);

        AssertRounded(
            nn.functional.scaled_dot_product_attention(Wide(query), Wide(key), Wide(value)),
            Bfloat16.Attend(query, key, value));
    }

    private static Tensor Bf16(params long[] size) => randn(size).to(ScalarType.BFloat16);

    private static Tensor Wide(Tensor x) => x.to(ScalarType.Float32);

    // A bfloat16 has 8 bits; the float32 sums differ a little in their order.
    private static void AssertRounded(Tensor expected, Tensor actual)
    {
        Assert.Equal(ScalarType.BFloat16, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(allclose(expected, Wide(actual), 1.0 / 256, 1e-4));
    }
}
