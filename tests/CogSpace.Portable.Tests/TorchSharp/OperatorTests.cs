using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace CogSpace.Portable.Tests.TorchSharp;

public sealed class OperatorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void EveryOperator_ExistsInThisLibtorch()
    {
        var optional = new[] { "scaled_dot_product_attention" };   // from 2.0 on; there is another way before that
        var missing = new List<string>();
        int found = 0;
        foreach (var field in typeof(torch).Assembly.GetTypes().SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)))
        {
            var operators = field.FieldType == typeof(Operator) ? [(Operator)field.GetValue(null)!]
                : field.FieldType == typeof(Operator[]) ? (Operator[])field.GetValue(null)! : [];
            missing.AddRange(operators.Where(o => !o.Exists).Select(o => o.Name).Except(optional));
            found += operators.Length;
        }

        Assert.Empty(missing);
        Assert.True(found > 50);
    }

    [Fact]
    public void Arithmetic_MatchesNumbers()
    {
        var a = tensor([1f, 2f, 3f]);
        var b = tensor([4f, 5f, 8f]);

        Check.Equal([5, 7, 11], a + b);
        Check.Equal([-3, -3, -5], a - b);
        Check.Equal([4, 10, 24], a * b);
        Check.Equal([0.25f, 0.4f, 0.375f], a / b);
        Check.Equal([9, 8, 7], 10 - a);
        Check.Equal([6, 3, 2], 6.0 / a);
        Check.Equal([3, 5, 7], 2 * a + 1);
        Check.Equal([1, 4, 9], a.square());
        Check.Equal([1, 2, 2], a.clamp(0, 2));
        Check.Equal([2, 2, 3], a.clamp(min: 2));
        Check.Equal([1, 2, 2], a.clamp(tensor(0f), tensor(2f)));
        Check.Equal([-1, 0, 1], 1 - tensor([2, 1, 0]));
    }

    [Fact]
    public void Functions_MatchNumbers()
    {
        Check.Equal([1, 0.5f, 0.25f], tensor([1f, 4f, 16f]).rsqrt());
        Check.Equal([1, 0], cat([tensor([0f]).cos(), tensor([0f]).sin()]));
        Check.Equal([0, 2, 2], tensor([0.5f, 1.5f, 2.5f]).round());   // half way: to even
        Assert.Equal([1, MathF.E], Check.Values(tensor([0f, 1f]).exp()), (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal([1.25f, 2.38f], Check.Values(tensor([1.251f, 2.376f]).round(2)), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void InPlace_ChangesTheSameTensor()
    {
        var a = tensor([1f, 2f, 3f]);

        Assert.Same(a, a.copy_(tensor([4, 5, 6])));

        Check.Equal([4, 5, 6], a);
    }

    [Fact]
    public void Broadcasting_StretchesTheSmallerShape()
    {
        var column = tensor([10f, 20f]).reshape(2, 1);

        var sum = column + tensor([1f, 2f, 3f]);

        Assert.Equal([2L, 3L], sum.shape);
        Check.Equal([11, 12, 13, 21, 22, 23], sum);
    }

    [Fact]
    public void Promotion_FollowsLibtorch()
    {
        Assert.Equal(ScalarType.Float32, (tensor([1, 2]) + tensor([0.5f, 1f])).dtype);
        Assert.Equal(ScalarType.Float32, (tensor([1, 2]) * 0.5).dtype);
        Assert.Equal(ScalarType.Int64, (tensor([1L, 2L]) * 2).dtype);
        Assert.Equal(ScalarType.BFloat16, (zeros(2, dtype: ScalarType.BFloat16) * 0.1).dtype);                   // a number never widens
        Assert.Equal(ScalarType.BFloat16, (zeros(2, dtype: ScalarType.BFloat16) * tensor(0.1f)).dtype);          // nor does a tensor without dimensions
        Assert.Equal(ScalarType.Float32, (zeros(2, dtype: ScalarType.BFloat16) * zeros(2)).dtype);
        Assert.Equal(ScalarType.Bool, (tensor([1, 2]) == 1).dtype);
    }

    [Fact]
    public void Reductions_MatchNumbers()
    {
        var a = arange(6, dtype: ScalarType.Float32).reshape(2, 3);

        Assert.Equal(15, a.sum().item<float>());
        Check.Equal([3, 5, 7], a.sum(dim: 0));   // sum(0) would be the sum of all as type 0, bytes
        Check.Equal([3, 12], a.sum([1]));
        Assert.Equal([1L, 1L], a.mean([0, 1], keepdim: true).shape);
        Check.Equal([1, 4], a.mean([-1]));
        Assert.Equal(2.5f, a.mean().item<float>());
        var (values, indexes) = a.max(1);
        Check.Equal([2, 5], values);
        Check.Equal([2, 2], indexes);
        Assert.Equal(5, a.max().item<float>());
        Check.Equal([3, 3, 3, 3, 4, 5], a.max(tensor(3f)).flatten());
        Assert.True(a.isfinite().all().item<bool>());
        Assert.Equal([false, true], (a != 1).all(dim: 1).data<bool>().ToArray());
    }

    [Fact]
    public void Comparisons_GiveTruthValues()
    {
        var a = tensor([1f, 2f, 3f]);

        Assert.Equal([false, true, false], (a == 2).data<bool>().ToArray());
        Assert.Equal([true, false, true], (a != tensor([2f, 2f, 2f])).data<bool>().ToArray());
        Assert.Equal([true, false, false], tensor([1f, float.NaN, float.PositiveInfinity]).isfinite().data<bool>().ToArray());
        Assert.True(a.Equals(a.clone()));
        Assert.False(a.Equals(a + 1));
    }

    [Fact]
    public void MatrixProducts_MatchNumbers()
    {
        var a = tensor(new float[,] { { 1, 2 }, { 3, 4 } });
        var b = tensor(new float[,] { { 5, 6 }, { 7, 8 } });

        Check.Equal([19, 22, 43, 50], a.matmul(b));
        Check.Equal([19, 22, 43, 50, 19, 22, 43, 50], stack([a, a]).matmul(stack([b, b])));
        Check.Equal([3, 7], a.matmul(tensor([1f, 1f])));
        Check.Equal([1, 2, 2, 4], outer(tensor([1f, 2f]), tensor([1f, 2f])));
        Check.Equal([1 * 5 + 2 * 6 + 1, 3 * 5 + 4 * 6 + 1], nn.functional.linear(a, tensor(new float[,] { { 5, 6 } }), tensor([1f])));
    }

    [Fact]
    public void Failure_CarriesLibtorchsWords()
    {
        var e = Assert.Throws<ExternalException>(() => zeros(2, 3).matmul(zeros(2, 3)));

        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", e.Message);
        Assert.DoesNotContain("frame #", e.Message);
    }

    [Fact]
    public void TooMuchMemory_IsAnErrorLikeAnyOther()
    {
        var e = Assert.Throws<ExternalException>(() => empty(1L << 46, dtype: ScalarType.Byte));

        Assert.Contains("memory", e.Message);
        Assert.Equal(3, full(3, 1f).sum().item<float>());   // and everything goes on
    }

    [Fact]
    public void DisposedTensor_IsRefused()
    {
        var a = zeros(2);
        a.Dispose();

        Assert.True(a.IsInvalid);
        Assert.Equal("Tensor invalid -- empty handle.", Assert.Throws<InvalidOperationException>(() => a + 1).Message);
        a.Dispose();   // twice does no harm
    }
}
