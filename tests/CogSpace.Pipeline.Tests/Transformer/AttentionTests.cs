using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Transformer;

namespace CogSpace.Pipeline.Tests.Transformer;

public sealed class AttentionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly NoiseSource _noise = new(7);

    public void Dispose()
    {
        _noise.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void ToReference_ReferenceLooksAtItselfAlone()
    {
        var (query, key, value) = (Draw(4), Draw(4), Draw(4));
        var mixed = Attention.ToReference(query, key, value);
        Assert.Equal(query.shape, mixed.shape);
        AssertClose(Attention.ToItself(query.chunk(2)[1], key.chunk(2)[1], value.chunk(2)[1]), mixed.chunk(2)[1]);
    }

    // Every key stands there twice, so each of the two gets half of the weight.
    [Fact]
    public void ToReference_ReferenceIsTheVideo_IsToItself()
    {
        var (query, key, value) = (Draw(2), Draw(2), Draw(2));
        Tensor Twice(Tensor x) => cat([x, x]);
        AssertClose(Twice(Attention.ToItself(query, key, value)), Attention.ToReference(Twice(query), Twice(key), Twice(value)));
    }

    [Fact]
    public void ToReference_VideoLooksAtBoth()
    {
        var (query, key, value) = (Draw(2), Draw(2), Draw(2));                  // one video, one reference
        var (keys, values) = (cat([key[0], key[1]], dim: 1), cat([value[0], value[1]], dim: 1));
        var weights = (query[0].matmul(keys.transpose(1, 2)) / Math.Sqrt(query.shape[3])).softmax(2);
        AssertClose(weights.matmul(values), Attention.ToReference(query, key, value)[0]);
    }

    // Video i of the first half has reference i of the second half, and no other.
    [Fact]
    public void ToReference_AnotherVideosReference_ChangesNothing()
    {
        var (query, key, value) = (Draw(4), Draw(4), Draw(4));
        var before = Attention.ToReference(query, key, value)[0].clone();
        key[3].copy_(key[3] * 5);
        AssertClose(before, Attention.ToReference(query, key, value)[0]);
    }

    private static void AssertClose(Tensor expected, Tensor actual) =>
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5f);

    private Tensor Draw(long batch) => _noise.Draw([batch, 3, 10, 16], ScalarType.Float32, CPU);    // (B, N, T+V, K)
}
