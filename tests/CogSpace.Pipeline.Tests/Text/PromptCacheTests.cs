using CogSpace.Pipeline.Text;

namespace CogSpace.Pipeline.Tests.Text;

public sealed class PromptCacheTests : IDisposable
{
    private readonly PromptCache _cache = new();
    private readonly DisposeScope _scope = NewDisposeScope();
    private int _encoded;

    public void Dispose()
    {
        _scope.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void Of_TheSameText_IsEncodedOnce()
    {
        Assert.Equal(4, Of("four"));
        Assert.Equal(4, Of("four"));
        Assert.Equal(0, Of(""));
        Assert.Equal(0, Of(""));
        Assert.Equal(2, _encoded);
    }

    [Fact]
    public void Of_WhatItGave_MayBeReleased()
    {
        for (int time = 0; time < 2; time++)
            _cache.Of("four", CPU, Encode("four")).Dispose();
        Assert.Equal(4, Of("four"));
        Assert.Equal(1, _encoded);
    }

    [Fact]
    public void Of_MoreThanAreKept_ForgetsWhatWasNotAskedForLongest()
    {
        Of("");
        for (int length = 1; length <= PromptCache.Most; length++)
        {
            Of(new string('a', length));
            Of("");
        }

        Assert.False(_cache.Has("a"));
        Assert.True(_cache.Has("") && _cache.Has("aa"));
        Assert.Equal(PromptCache.Most + 1, _encoded);
    }

    [Fact]
    public void Of_EncodingThatFails_KeepsNothing()
    {
        Assert.Throws<OperationCanceledException>(() => _cache.Of("four", CPU, () => throw new OperationCanceledException()));
        Assert.False(_cache.Has("four"));
        Assert.Equal(4, Of("four"));
    }

    private float Of(string text) => _cache.Of(text, CPU, Encode(text)).item<float>();

    private Func<Tensor> Encode(string text) => () =>
    {
        _encoded++;
        return full([1], text.Length, dtype: ScalarType.Float32);
    };
}
