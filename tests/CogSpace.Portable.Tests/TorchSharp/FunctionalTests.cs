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
        Check.Close(Formula(q, k, v), scaled_dot_product_attention(q.to(ScalarType.BFloat16), k.to(ScalarType.BFloat16), v.to(ScalarType.BFloat16)), 0.03);
    }

    [Fact]
    public void Attention_TakesMasks()
    {
        var (q, k, v) = (Random(1, 2, 9, 8), Random(1, 2, 9, 8), Random(1, 2, 9, 8));
        var bias = Random(1, 2, 9, 9);
        var cut = tensor(Enumerable.Range(0, 81).Select(i => i % 9 <= i / 9 ? 0f : float.NegativeInfinity).ToArray(), [9, 9]);   // row i sees columns up to i
        var see = cut.isfinite();

        Check.Close(Formula(q, k, v, bias), scaled_dot_product_attention(q, k, v, bias), 2e-6);
        Check.Close(Formula(q, k, v, cut), scaled_dot_product_attention(q, k, v, see), 2e-6);
        Check.Close(Formula(q, k, v, cut), scaled_dot_product_attention(q, k, v, is_casual: true), 2e-6);
        Assert.Throws<ArgumentException>(() => scaled_dot_product_attention(q, k, v, see, is_casual: true));
        Assert.Throws<ArgumentException>(() => scaled_dot_product_attention(q, k, v, p: -1));
    }

    [Fact]
    public void Attention_SurvivesLargeScores()
    {
        var (q, v) = (Random(1, 1, 600, 64) * 100, Random(1, 1, 600, 64));

        var result = scaled_dot_product_attention(q.to(ScalarType.BFloat16), q.to(ScalarType.BFloat16), v.to(ScalarType.BFloat16));

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
        var scores = q.to(ScalarType.Float64).matmul(k.to(ScalarType.Float64).transpose(-2, -1)) / Math.Sqrt(q.shape[^1]);
        return (bias is null ? scores : scores + bias).softmax(-1).matmul(v.to(ScalarType.Float64));
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
            Check.Close(conv3d(x.to(ScalarType.Float64), w.to(ScalarType.Float64), bias?.to(ScalarType.Float64), strides, paddings), result, tolerance);
        }

        Check.Close(conv3d(x, w, b, strides, paddings), conv3d(x, w, b, [stride], [padding]), 1e-6);
    }

    [Fact]
    public void Conv3d_TakesGroupsDilationAndViews()
    {
        var x = Random(1, 5, 9, 8, 6).permute(0, 4, 1, 2, 3);
        var w = Random(8, 3, 3, 3, 3);

        Check.Close(conv3d(x.to(ScalarType.Float64), w.to(ScalarType.Float64), padding: [1, 2, 2], dilation: [1, 2, 2], groups: 2), conv3d(x, w, padding: [1, 2, 2], dilation: [1, 2, 2], groups: 2), 1e-4);
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
        var (x, w, b) = (Random(3, 6, 9, 8).to(ScalarType.BFloat16), Random(7, 6, 1, 1).to(ScalarType.BFloat16), Random(7).to(ScalarType.BFloat16));

        Check.Close(conv2d(x.to(ScalarType.Float64), w.to(ScalarType.Float64), b.to(ScalarType.Float64)), conv2d(x, w, b), 0.1);
        Check.Close(conv2d(x.to(ScalarType.Float64), w.to(ScalarType.Float64), null, [2, 2]), conv2d(x, w, null, [2, 2]), 0.1);
    }

    [Fact]
    public void Norms_InBFloat16_AreCloseToDouble()
    {
        var x = (Random(2, 8, 5, 6) * 3 + 1).to(ScalarType.BFloat16);
        var (w, b) = (Random(6).to(ScalarType.BFloat16), Random(6).to(ScalarType.BFloat16));
        var (gw, gb) = (Random(8).to(ScalarType.BFloat16), Random(8).to(ScalarType.BFloat16));

        var layer = layer_norm(x, [6], w, b, 1e-5);
        Assert.Equal(ScalarType.BFloat16, layer.dtype);
        Check.Close(layer_norm(x.to(ScalarType.Float64), [6], w.to(ScalarType.Float64), b.to(ScalarType.Float64), 1e-5), layer, 0.03);
        Check.Close(layer_norm(x.to(ScalarType.Float64), [5, 6]), layer_norm(x, [5, 6]), 0.03);
        var group = group_norm(x, 4, gw, gb, 1e-6);
        Assert.Equal(ScalarType.BFloat16, group.dtype);
        Check.Close(group_norm(x.to(ScalarType.Float64), 4, gw.to(ScalarType.Float64), gb.to(ScalarType.Float64), 1e-6), group, 0.03);
        Check.Close(group_norm(x.to(ScalarType.Float64), 2), group_norm(x, 2), 0.03);
    }

    [Fact]
    public void Activations_MatchNumbers()
    {
        var x = tensor([-1f, 0f, 2f]);

        Assert.Equal([-0.15865525f, 0, 1.9544997f], Check.Values(gelu(x)), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([-0.15880801f, 0, 1.9545977f], Check.Values(gelu(x, GELU.Approximate.tanh)), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([-0.26894143f, 0, 1.7615942f], Check.Values(silu(x)), (a, b) => Math.Abs(a - b) < 1e-6);
        Check.Close(gelu(x.to(ScalarType.Float64)), gelu(x.to(ScalarType.BFloat16)), 0.01);
        Assert.Equal(1, x.softmax(0).sum().item<float>(), 1e-6);
        Check.Close(silu(x), silu(x.clone(), inplace: true), 1e-6);
        Check.Close(gelu(x), gelu(x, inplace: true), 1e-6);
        Assert.Equal(1.9544997f, x[2].item<float>(), 1e-6);
    }

    [Fact]
    public void Padding_HasFourModes()
    {
        var x = arange(3, dtype: ScalarType.Float32).reshape(1, 1, 3);

        Check.Equal([7, 0, 1, 2, 7, 7], pad(x, (1, 2), value: 7));
        Check.Equal([1, 0, 1, 2, 1], pad(x, (1, 1), PaddingModes.Reflect));
        Check.Equal([0, 0, 1, 2, 2], pad(x.to(ScalarType.BFloat16), [1, 1], PaddingModes.Replicate));
        Check.Equal([2, 0, 1, 2, 0], pad(x, [1, 1], PaddingModes.Circular));
        Assert.Equal([3L, 3L, 5L], pad(x, 1).shape);
    }

    [Fact]
    public void Interpolation_MatchesNumbers()
    {
        var x = tensor([0f, 4f]).reshape(1, 1, 1, 2);

        Check.Equal([0, 0, 4, 4], interpolate(x, size: [1, 4]));
        Check.Equal([0, 0, 4, 4], interpolate(x.to(ScalarType.BFloat16), scale_factor: [1, 2]));
        Check.Equal([0, 0, 0, 4, 4, 4], interpolate(x[0], size: [6]));
        Assert.Equal([1L, 1L, 3L, 6L], interpolate(x, scale_factor: [3]).shape);
        Assert.Equal([1L, 1L, 2L, 4L, 6L], interpolate(zeros([1, 1, 2, 2, 3]), scale_factor: [1, 2, 2]).shape);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => interpolate(x));
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => interpolate(x, size: [1, 2, 3]));
        Check.Equal([0, 1, 3, 4], interpolate(x, size: [1, 4], mode: InterpolationMode.Bilinear));
        Check.Equal([0, 2, 4], interpolate(x, size: [1, 3], mode: InterpolationMode.Bilinear, align_corners: true));
        Assert.Throws<NotSupportedException>(() => interpolate(x, size: [1, 4], mode: InterpolationMode.Bicubic));
    }

    [Fact]
    public void PictureFunctions_MatchNumbers()
    {
        var x = tensor([-1f, 2f]);
        Check.Equal([-0.25f, 2], leaky_relu(x, 0.25));
        Check.Equal([-0.5f, 3], prelu(tensor([-1f, 3f]).reshape(1, 2), tensor([0.5f, 7f])).flatten());
        Assert.Equal(1 / (1 + Math.E), x.sigmoid()[0].item<float>(), 1e-6);
        Check.Equal([-0.25f, 2], leaky_relu(x, 0.25, inplace: true));
        Check.Equal([-0.25f, 2], x);

        Check.Equal([1, 2, 3, 4], pixel_shuffle(tensor([1f, 2f, 3f, 4f]).reshape(1, 4, 1, 1), 2).flatten());
        Assert.Equal([1L, 1L, 2L, 2L], pixel_shuffle(zeros(1, 4, 1, 1), 2).shape);
        // One pixel becomes the kernel; with the bias, and cut by one at each end.
        Check.Equal([11, 12, 13, 14], conv_transpose2d(tensor([1f]).reshape(1, 1, 1, 1), tensor([0f, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0]).reshape(1, 1, 4, 4), tensor([10f]), strides: [2, 2], padding: [1, 1]).flatten());
    }

    [Fact]
    public void GridSample_ReadsBetweenAndBeyondPixels()
    {
        var picture = tensor([0f, 4f]).reshape(1, 1, 1, 2);
        var at = tensor([-1f, 0, 0.5f, 0, 3, 0]).reshape(1, 1, 3, 2);       // x, y: the first pixel, between, far to the right

        Check.Equal([0, 3, 4], grid_sample(picture, at, padding_mode: GridSamplePaddingMode.Border, align_corners: true).flatten());
        Check.Equal([0, 3, 0], grid_sample(picture, at, align_corners: true).flatten());
        Check.Equal([0, 4, 4], grid_sample(picture, at, GridSampleMode.Nearest, GridSamplePaddingMode.Border, align_corners: true).flatten());
    }
}
