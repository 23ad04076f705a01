using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace CogSpace.Portable.Tests.TorchSharp;

/// <summary>The functions that take a way of their own around a slow kernel, against the plain formula.</summary>
public sealed class FunctionalTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _generator = new(7, CPU);

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    private Tensor Random(params long[] shape) => randn(shape, generator: _generator);

    [Theory]
    [InlineData(ScalarType.Float32, 1, 1, 1, 8, 2e-6)]
    [InlineData(ScalarType.Float32, 2, 3, 37, 16, 2e-6)]
    [InlineData(ScalarType.Float32, 1, 2, 1031, 64, 2e-6)]
    [InlineData(ScalarType.BFloat16, 2, 3, 37, 16, 0.02)]
    [InlineData(ScalarType.BFloat16, 1, 2, 1031, 64, 0.01)]
    [InlineData(ScalarType.BFloat16, 2, 4, 376, 32, 0.02)]
    public void Attention_EqualsTheFormula(ScalarType type, long batch, long heads, long length, long width, double tolerance)
    {
        var (q, k, v) = (Random(batch, heads, length, width).to(type), Random(batch, heads, length, width).to(type), Random(batch, heads, length, width).to(type));

        var result = scaled_dot_product_attention(q, k, v);

        Assert.Equal(type, result.dtype);
        Check.Close(Formula(q, k, v), result, tolerance);
    }

    [Fact]
    public void Attention_TakesViewsAndOtherLengths()
    {
        var q = Random(2, 33, 4, 16).transpose(1, 2);
        var (k, v) = (Random(2, 51, 4, 16).transpose(1, 2), Random(2, 51, 4, 24).transpose(1, 2));

        Check.Close(Formula(q, k, v), scaled_dot_product_attention(q, k, v), 2e-6);
        Check.Close(Formula(q, k, v), scaled_dot_product_attention(q.bfloat16(), k.bfloat16(), v.bfloat16()), 0.03);
    }

    [Fact]
    public void Attention_TakesMasks()
    {
        var (q, k, v) = (Random(1, 2, 9, 8), Random(1, 2, 9, 8), Random(1, 2, 9, 8));
        var bias = Random(1, 2, 9, 9);
        var see = ones([9, 9], dtype: ScalarType.Bool).tril();
        var cut = zeros(9, 9).masked_fill(see.logical_not(), double.NegativeInfinity);

        Check.Close(Formula(q, k, v, bias), scaled_dot_product_attention(q, k, v, bias), 2e-6);
        Check.Close(Formula(q, k, v, cut), scaled_dot_product_attention(q, k, v, see), 2e-6);
        Check.Close(Formula(q, k, v, cut), scaled_dot_product_attention(q, k, v, is_casual: true), 2e-6);
        Assert.Throws<ArgumentException>(() => scaled_dot_product_attention(q, k, v, see, is_casual: true));
        Assert.Throws<ArgumentException>(() => scaled_dot_product_attention(q, k, v, p: -1));
    }

    [Fact]
    public void Attention_WorksInInferenceMode()
    {
        using var mode = inference_mode();
        var q = Random(2, 2, 100, 16).bfloat16();

        Check.Close(Formula(q, q, q), scaled_dot_product_attention(q, q, q), 0.02);
    }

    [Fact]
    public void Attention_SurvivesLargeScores()
    {
        var (q, v) = (Random(1, 1, 600, 64).mul(100), Random(1, 1, 600, 64));

        var result = scaled_dot_product_attention(q.bfloat16(), q.bfloat16(), v.bfloat16());

        Assert.True(result.isfinite().all().item<bool>());
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Attention_DoesNotReadWhatWasInMemory(ScalarType type)
    {
        var (q, v) = (Random(1, 1, 1024, 32).to(type), Random(1, 1, 1024, 32).to(type));
        for (int i = 0; i < 4; i++)
            full([512, 1024], double.NaN, dtype: type).Dispose();   // the next block of this size is this one

        Assert.True(scaled_dot_product_attention(q, q, v).isfinite().all().item<bool>());
    }

    private static Tensor Formula(Tensor q, Tensor k, Tensor v, Tensor? bias = null)
    {
        var scores = q.@double().matmul(k.@double().transpose(-2, -1)) / Math.Sqrt(q.shape[^1]);
        return (bias is null ? scores : scores + bias).softmax(-1).matmul(v.@double());
    }

    [Theory]
    [InlineData(ScalarType.Float32, 1, 3, 1, 1, 1e-4)]      // libtorch's slow way, so ours
    [InlineData(ScalarType.Float32, 1, 3, 2, 1, 1e-4)]
    [InlineData(ScalarType.Float32, 1, 1, 1, 0, 1e-4)]
    [InlineData(ScalarType.Float32, 1, 1, 2, 0, 1e-4)]
    [InlineData(ScalarType.Float32, 2, 3, 1, 1, 1e-4)]
    [InlineData(ScalarType.BFloat16, 1, 3, 1, 1, 0.25)]
    [InlineData(ScalarType.BFloat16, 1, 1, 1, 0, 0.1)]      // one point: a matrix product
    [InlineData(ScalarType.BFloat16, 2, 1, 1, 0, 0.1)]
    [InlineData(ScalarType.BFloat16, 1, 1, 2, 0, 0.1)]
    [InlineData(ScalarType.BFloat16, 1, 1, 1, 1, 0.1)]
    public void Conv3d_EqualsDoublePrecision(ScalarType type, long batch, long kernel, long stride, long padding, double tolerance)
    {
        var x = Random(batch, 6, 5, 9, 8).to(type);
        var w = Random(7, 6, kernel, kernel, kernel).to(type);
        var b = Random(7).to(type);
        long[] strides = [stride, stride, stride], paddings = [padding, padding, padding];

        foreach (var bias in new[] { b, null })
        {
            var result = conv3d(x, w, bias, strides, paddings);
            Assert.Equal(type, result.dtype);
            Check.Close(conv3d(x.@double(), w.@double(), bias?.@double(), strides, paddings), result, tolerance);
        }

        Check.Close(conv3d(x, w, b, strides, paddings), conv3d(x, w, b, [stride], [padding]), 1e-6);
    }

    [Fact]
    public void Conv3d_TakesGroupsDilationAndViews()
    {
        var x = Random(1, 5, 9, 8, 6).permute(0, 4, 1, 2, 3);
        var w = Random(8, 3, 3, 3, 3);

        Check.Close(conv3d(x.@double(), w.@double(), padding: [1, 2, 2], dilation: [1, 2, 2], groups: 2), conv3d(x, w, padding: [1, 2, 2], dilation: [1, 2, 2], groups: 2), 1e-4);
    }

    [Fact]
    public void Conv3d_EqualsTheSumOfConv2d()
    {
        var x = Random(1, 4, 6, 9, 8);
        var w = Random(5, 4, 3, 3, 3);

        var expected = stack([.. Enumerable.Range(0, 4).Select(t => Enumerable.Range(0, 3)
            .Select(i => conv2d(x[.., .., t + i], w[.., .., i], padding: [1, 1])).Aggregate((a, b) => a + b))], dim: 2);

        Check.Close(expected, conv3d(x, w, padding: [0, 1, 1]), 1e-4);
    }

    [Fact]
    public void Convolution_OfNothingAndOfNonsense()
    {
        Assert.Equal([0L, 5L, 4L, 4L, 4L], conv3d(zeros([0, 3, 4, 4, 4]), zeros([5, 3, 1, 1, 1])).shape);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => conv3d(zeros([1, 4, 4, 4, 4]), zeros([5, 3, 3, 3, 3])));
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => conv3d(zeros([1, 3, 4, 4, 4]), zeros([5, 3, 3, 3, 3]), strides: [1, 1]));
    }

    [Fact]
    public void Conv2d_EqualsDoublePrecision()
    {
        var (x, w, b) = (Random(3, 6, 9, 8).bfloat16(), Random(7, 6, 1, 1).bfloat16(), Random(7).bfloat16());

        Check.Close(conv2d(x.@double(), w.@double(), b.@double()), conv2d(x, w, b), 0.1);
        Check.Close(conv2d(x.@double(), w.@double(), null, [2, 2]), conv2d(x, w, null, [2, 2]), 0.1);
    }

    [Fact]
    public void Norms_InBFloat16_AreCloseToDouble()
    {
        var x = Random(2, 8, 5, 6).mul(3).add(1).bfloat16();
        var (w, b) = (Random(6).bfloat16(), Random(6).bfloat16());
        var (gw, gb) = (Random(8).bfloat16(), Random(8).bfloat16());

        var layer = layer_norm(x, [6], w, b, 1e-5);
        Assert.Equal(bfloat16, layer.dtype);
        Check.Close(layer_norm(x.@double(), [6], w.@double(), b.@double(), 1e-5), layer, 0.03);
        Check.Close(layer_norm(x.@double(), [5, 6]), layer_norm(x, [5, 6]), 0.03);
        var group = group_norm(x, 4, gw, gb, 1e-6);
        Assert.Equal(bfloat16, group.dtype);
        Check.Close(group_norm(x.@double(), 4, gw.@double(), gb.@double(), 1e-6), group, 0.03);
        Check.Close(group_norm(x.@double(), 2), group_norm(x, 2), 0.03);
    }

    [Fact]
    public void Activations_MatchNumbers()
    {
        var x = tensor([-1f, 0f, 2f]);

        Assert.Equal([-0.15865525f, 0, 1.9544997f], Check.Values(gelu(x)), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([-0.15880801f, 0, 1.9545977f], Check.Values(gelu(x, GELU.Approximate.tanh)), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([-0.26894143f, 0, 1.7615942f], Check.Values(silu(x)), (a, b) => Math.Abs(a - b) < 1e-6);
        Check.Equal([0, 0, 2], relu(x));
        Check.Close(gelu(x.@double()), gelu(x.bfloat16()), 0.01);
        Assert.Equal(1, softmax(x, 0).sum().item<float>(), 1e-6);
        Check.Equal([0, 0, 2], relu(x, inplace: true));
        Check.Equal([0, 0, 2], x);
    }

    [Fact]
    public void Padding_HasFourModes()
    {
        var x = arange(3, dtype: float32).reshape(1, 1, 3);

        Check.Equal([7, 0, 1, 2, 7, 7], pad(x, (1, 2), value: 7));
        Check.Equal([1, 0, 1, 2, 1], pad(x, (1, 1), PaddingModes.Reflect));
        Check.Equal([0, 0, 1, 2, 2], pad(x.bfloat16(), [1, 1], PaddingModes.Replicate));
        Check.Equal([2, 0, 1, 2, 0], pad(x, [1, 1], PaddingModes.Circular));
        Assert.Equal([3L, 3L, 5L], pad(x, 1).shape);
    }

    [Fact]
    public void Interpolation_MatchesNumbers()
    {
        var x = tensor([0f, 4f]).reshape(1, 1, 1, 2);

        Check.Equal([0, 0, 4, 4], interpolate(x, size: [1, 4]));
        Check.Equal([0, 1, 3, 4], interpolate(x, scale_factor: [1, 2], mode: InterpolationMode.Bilinear, align_corners: false));
        Check.Equal([0, 1, 3, 4], interpolate(x.bfloat16(), size: [1, 4], mode: InterpolationMode.Bilinear, align_corners: false));
        Check.Equal([2], interpolate(x, size: [1, 1], mode: InterpolationMode.Area));
        Assert.Equal([1L, 1L, 2L, 4L, 6L], interpolate(zeros([1, 1, 2, 2, 3]), scale_factor: [1, 2, 2]).shape);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => interpolate(x));
    }

    [Fact]
    public void Pooling_MatchesNumbers()
    {
        var x = arange(8, dtype: float32).reshape(1, 1, 2, 2, 2);

        Check.Equal([3.5f], avg_pool3d(x, [2, 2, 2]));
        Check.Equal([3.5f], avg_pool3d(x.bfloat16(), [2, 2, 2]));
        Check.Equal([1.5f, 5.5f], avg_pool2d(x[0], 2));
        Check.Equal([0.5f, 2.5f, 4.5f, 6.5f], avg_pool1d(x.reshape(1, 1, 8), 2));
    }

    [Fact]
    public void Gradients_AreRecordedOnEveryWay()
    {
        var x = Random(1, 2, 4, 5, 5).requires_grad_();
        Assert.True(conv3d(x, Random(3, 2, 3, 3, 3)).requires_grad);
        var q = Random(1, 1, 4, 8).requires_grad_();
        Assert.True(scaled_dot_product_attention(q, q, q).requires_grad);
    }
}
