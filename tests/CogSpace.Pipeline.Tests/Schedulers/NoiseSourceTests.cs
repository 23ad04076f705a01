using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Pipeline.Tests.Schedulers;

public sealed class NoiseSourceTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // Row by row in memory: torch then draws as for any other tensor.
    [Fact]
    public void DrawLike_OneFrame_IsDraw()
    {
        using var first = new NoiseSource(5);
        using var second = new NoiseSource(5);
        var like = zeros([1, 1, 4, 6, 8]);
        Assert.Equal(
            first.Draw(like.shape, ScalarType.Float32, CPU).data<float>().ToArray(),
            second.DrawLike(like).contiguous().data<float>().ToArray());
    }

    [Fact]
    public void DrawLike_ManyFrames_IsStandardNormal()
    {
        using var noise = new NoiseSource(5);
        var drawn = noise.DrawLike(zeros([1, 13, 8, 16, 24], dtype: ScalarType.BFloat16));
        Assert.Equal((ScalarType.BFloat16, 13L), (drawn.dtype, drawn.shape[1]));
        var wide = drawn.to(ScalarType.Float32);
        Assert.InRange(wide.mean().item<float>(), -0.02f, 0.02f);
        Assert.InRange(wide.square().mean().item<float>(), 0.97f, 1.03f);
    }

    // The C++ standard states the 10,000th number of mt19937 with the seed 5489, [rand.predef]. torch makes a uniform number of
    // its lower 24 bits, and pairs of normal ones of two uniform ones, eight apart (Box-Muller).
    [Theory]
    [InlineData(5489UL)]
    [InlineData((1UL << 32) + 5489)]
    [InlineData(0xFFFFFFFF_00000000 + 5489)]
    public void Draw_IsOfMersenneTwister_SeededWithTheLower32Bits(ulong seed)
    {
        using var noise = new NoiseSource(seed);
        float[] drawn = noise.Draw([10_000], ScalarType.Float32, CPU).data<float>().ToArray();

        double angle = Math.Atan2(drawn[9_999], drawn[9_991]) / Math.Tau;
        Assert.Equal((4_123_659_995 % (1 << 24)) / (double)(1 << 24), angle < 0 ? angle + 1 : angle, 1e-5);
    }

    [Fact]
    public void Draw_OfTheLargestSeed_IsThatOfAll32Bits()
    {
        using var largest = new NoiseSource(ulong.MaxValue);
        using var lower = new NoiseSource(uint.MaxValue);

        Assert.Equal(
            lower.Draw([100], ScalarType.Float32, CPU).data<float>().ToArray(),
            largest.Draw([100], ScalarType.Float32, CPU).data<float>().ToArray());
    }
}
