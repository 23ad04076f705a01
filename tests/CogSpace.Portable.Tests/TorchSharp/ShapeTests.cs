using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace CogSpace.Portable.Tests.TorchSharp;

public sealed class ShapeTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _a = arange(24, dtype: ScalarType.Float32).reshape(2, 3, 4);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Views_ShareMemory()
    {
        _a.reshape(6, 4).narrow(0, 1, 1).copy_(tensor(-1f));
        _a.transpose(0, 2)[0, 0].copy_(tensor(-2f));
        _a[1, 2].copy_(tensor(0f));

        Check.Equal([-2, 1, 2, 3], _a[0, 0]);
        Check.Equal([-1, -1, -1, -1], _a[0, 1]);
        Check.Equal([-2, 13, 14, 15], _a[1, 0]);
        Check.Equal([0, 0, 0, 0], _a[1, 2]);
    }

    [Fact]
    public void Shapes_AreAsAsked()
    {
        Assert.Equal([4L, 2L, 3L], _a.permute(2, 0, 1).shape);
        Assert.Equal([4L, 2L, 3L], _a.permute([2, 0, 1]).shape);
        Assert.Equal([2L, 12L], _a.flatten(1).shape);
        Assert.Equal([2L, 3L, 2L, 2L], _a.unflatten(2, 2, 2).shape);
        Assert.Equal([2L, 3L, 2L, 2L], _a.unflatten(2, [2, 2]).shape);
        Assert.Equal([2L, 1L, 3L, 4L], _a.unsqueeze(1).shape);
        Assert.Equal([2L, 3L, 4L], _a.unsqueeze(1).squeeze(1).shape);
        Assert.Equal([5L, 2L, 3L, 4L], _a.expand([5, -1, -1, -1]).shape);
        Assert.Equal([4L, 3L, 8L], _a.repeat(2, 1, 2).shape);
        Assert.Equal([4L, 3L, 4L], _a.repeat_interleave(2, dim: 0).shape);
        Assert.Equal([2L, 3L, 2L, 2L], _a.unflatten(2, (2, 2)).shape);
        Assert.Equal([2L, 3L, 4L], zeros([1, 2, 3, 1, 4]).squeeze().shape);
        Assert.Equal("[2x3x4], type = Float32, device = cpu", _a.ToString());
        Assert.Throws<ExternalException>(() => _a.select(3, 0));
    }

    [Fact]
    public void Parts_MakeTheWhole()
    {
        var halves = _a.split([1, 2], dim: 1);
        Assert.Equal([2L, 2L, 4L], halves[1].shape);
        Check.Close(_a, cat([halves[0], halves[1]], dim: 1), 0);
        Check.Close(_a, cat(_a.split(2, dim: 2), 2), 0);
        Check.Close(_a, cat(_a.chunk(2, -1), -1), 0);
        Check.Close(_a, stack([_a[0], _a[1]]), 0);
        Check.Close(_a, cat(new List<Tensor> { _a }), 0);
        Assert.Throws<ArgumentException>(() => cat(System.Array.Empty<Tensor>()));
    }

    [Fact]
    public void Indexing_FollowsPython()
    {
        Check.Equal([20, 21, 22, 23], _a[1, 2]);
        Assert.Equal(23, _a[-1, -1, -1].item<float>());
        Check.Equal([6, 10, 18, 22], _a[.., 1.., 2].flatten());
        Check.Equal([7, 11], _a[0, 1..3, ^1]);
        Check.Equal([0, 12], _a[TensorIndex.Ellipsis, 0][.., 0]);
        Check.Equal([0, 2], _a[0, 0, TensorIndex.Slice(0, null, 2)]);
        Assert.Equal([1L, 2L, 3L, 4L], _a[TensorIndex.None].shape);
        Assert.Equal([2L, 1L, 3L, 4L], _a[.., TensorIndex.None].shape);
        Check.Equal([13, 1], _a[tensor([1L, 0L]), 0, 1]);
        Check.Equal([8, 0], _a[0, tensor([2L, 0L]), 0]);
        Check.Equal([21], _a[_a == 21]);
        Check.Equal([4, 5, 6, 7], _a.index_select(1, tensor([1L]))[0, 0]);
        Check.Equal([12, 13], _a.narrow(0, 1, 1).select(1, 0).narrow(1, 0, 2));
    }
}
