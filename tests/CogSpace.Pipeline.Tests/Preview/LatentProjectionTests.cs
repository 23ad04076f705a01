using CogSpace.Pipeline.Preview;

namespace CogSpace.Pipeline.Tests.Preview;

public sealed class LatentProjectionTests : IDisposable
{
    private const int Channels = 16;

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Fit_WhatIsLinear_IsFoundWithItsOffset()
    {
        var (weights, offset) = (Numbers(1, Channels, 3), Numbers(2, 1, 3));
        var seen = Numbers(3, 500, Channels);
        var projection = LatentProjection.Fit(seen, seen.matmul(weights) + offset);

        var unseen = Numbers(4, 6, Channels);                                                   // six places, 2 x 3
        var expected = (unseen.matmul(weights) + offset).transpose(0, 1).reshape(1, 3, 1, 2, 3);
        var actual = projection.Apply(unseen.transpose(0, 1).reshape(Channels, 2, 3));
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-3f);
    }

    [Fact]
    public void Fit_ChannelsThatAlwaysGoTogether_StaysFinite()
    {
        var one = Numbers(1, 100, 1);
        var projection = LatentProjection.Fit(cat([one, one, zeros([100, 1])], dim: 1), cat([one, one, one], dim: 1));

        Assert.All(projection.Weights, weight => Assert.InRange(weight, -2, 2));
    }

    private static Tensor Numbers(ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed, CPU);
        return randn(shape, dtype: ScalarType.Float32, device: CPU, generator: generator);
    }
}
