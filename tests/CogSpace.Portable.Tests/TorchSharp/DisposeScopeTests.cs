using TorchSharp;
using static TorchSharp.torch;

namespace CogSpace.Portable.Tests.TorchSharp;

public class DisposeScopeTests
{
    [Fact]
    public void Scope_DisposesWhatWasMadeInIt()
    {
        Tensor inner, before = zeros(1), kept, detached;
        using (var outer = NewDisposeScope())
        {
            using (var scope = NewDisposeScope())
            {
                inner = zeros(1);
                kept = scope.MoveToOuter(zeros(1));
                detached = zeros(1).DetachFromDisposeScope();
                Assert.Equal(1, scope.DisposablesCount);
                Assert.True(scope.Contains(inner));
            }

            Assert.True(inner.IsInvalid);
            Assert.False(kept.IsInvalid);
            Assert.Same(outer, CurrentDisposeScope);
            Assert.Equal([kept], outer.DisposablesView);
        }

        Assert.Null(CurrentDisposeScope);
        Assert.True(kept.IsInvalid);
        Assert.False(before.IsInvalid);
        Assert.False(detached.IsInvalid);
        before.Dispose();
        detached.Dispose();
    }

    [Fact]
    public void MoveToOuter_TakesTwoAndThree()
    {
        using var outer = NewDisposeScope();
        (Tensor, Tensor) two;
        (Tensor, Tensor, Tensor) three;
        using (var scope = NewDisposeScope())
        {
            two = scope.MoveToOuter(zeros(1), zeros(2));
            three = scope.MoveToOuter(zeros(3), zeros(4), zeros(5));
            scope.MoveToOuter(new[] { zeros(6), zeros(7) });
            zeros(8).MoveToOuterDisposeScope();
            _ = zeros(9);
        }

        Assert.Equal(8, outer.DisposablesCount);
        Assert.Equal(2, two.Item2.shape[0]);
        Assert.Equal(5, three.Item3.shape[0]);
    }

    [Fact]
    public void MoveToOuter_LeavesStrangersWhereTheyAre()
    {
        using var outer = NewDisposeScope();
        var mine = zeros(1);
        using (var scope = NewDisposeScope())
        {
            Assert.Same(mine, scope.MoveToOuter(mine));
            Assert.Equal(0, scope.DisposablesCount);
        }

        Assert.Equal(1, outer.DisposablesCount);
    }

    [Fact]
    public void MoveToOuter_WithoutOuter_Detaches()
    {
        Tensor kept;
        using (var scope = NewDisposeScope())
            kept = scope.MoveToOuter(zeros(1));

        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }

    [Fact]
    public void DisposeEverythingBut_KeepsOne()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (zeros(1), zeros(1));

        Assert.Same(b, scope.DisposeEverythingBut(b));

        Assert.True(a.IsInvalid);
        Assert.False(b.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Attach_TakesOver()
    {
        var loose = zeros(1);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(loose);
            Assert.True(scope.Contains(loose));
        }

        Assert.True(loose.IsInvalid);
    }

    [Fact]
    public void DisposedScope_IsRefused()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        scope.Dispose();

        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
        Assert.Throws<ObjectDisposedException>(() => scope.DisposeEverything());
    }

    [Fact]
    public void Scopes_MayEndOutOfOrder()
    {
        var first = NewDisposeScope();
        var second = NewDisposeScope();
        first.Dispose();
        Assert.Same(second, CurrentDisposeScope);
        second.Dispose();
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Statistics_CountThisThread()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();

        var loose = zeros(1);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(loose);
            _ = loose + 1;
            scope.Detach(loose * 2).Dispose();
        }

        Assert.Equal((1, 2, 2, 1), (statistics.CreatedOutsideScopeCount, statistics.CreatedInScopeCount, statistics.DisposedInScopeCount, statistics.DisposedOutsideScopeCount));
        Assert.Equal((1, 1), (statistics.AttachedToScopeCount, statistics.DetachedFromScopeCount));
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
        Assert.Equal(0, statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Composites_LeaveOneTensor()
    {
        var statistics = DisposeScopeManager.Statistics;
        using var q = randn([1, 2, 40, 16], dtype: ScalarType.Float32);
        using var half = q.to(ScalarType.BFloat16);
        using var weight = zeros([3, 2, 1, 1], dtype: ScalarType.BFloat16);
        using var scope = NewDisposeScope();
        statistics.Reset();

        _ = nn.functional.scaled_dot_product_attention(q, q, q);
        _ = nn.functional.scaled_dot_product_attention(half, half, half);
        _ = nn.functional.conv2d(half, weight);
        _ = nn.functional.layer_norm(half, [16]);
        _ = nn.functional.gelu(half);
        _ = q[.., 0, 1..3];

        Assert.Equal(6, scope.DisposablesCount);
        Assert.Equal(6, statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Scopes_BelongToTheirThread()
    {
        using var scope = NewDisposeScope();
        DisposeScope? seen = scope;
        Tensor? made = null;
        var thread = new Thread(() =>
        {
            seen = CurrentDisposeScope;
            made = zeros(1);
        });
        thread.Start();
        thread.Join();

        Assert.Null(seen);
        Assert.Equal(0, scope.DisposablesCount);
        made!.Dispose();
    }
}
