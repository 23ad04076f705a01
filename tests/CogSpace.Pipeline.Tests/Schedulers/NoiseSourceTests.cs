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
}
