using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace CogSpace.Portable.Tests.TorchSharp;

/// <summary>The kernels of portable/native/torch, at sizes that are no multiple of what they take at once, against libtorch in double precision.</summary>
public sealed class KernelTests : IDisposable
{
    private const double HalfUnit = 1.0 / 256;      // of a bfloat16, relative

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _generator = new(11, CPU);

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 15)]
    [InlineData(7, 16)]
    [InlineData(376, 64)]
    [InlineData(61, 1931)]
    public void LayerNorm_InBFloat16_RoundsOnce(long rows, long width)
    {
        var (x, w, b) = (Narrow((Random(rows, width) * 3) + 20), Narrow(Random(width)), Narrow(Random(width)));

        AssertRounded(layer_norm(Wide(x), [width], Wide(w), Wide(b), 1e-5), layer_norm(x, [width], w, b, 1e-5));
        AssertRounded(layer_norm(Wide(x), [width], eps: 1e-6), layer_norm(x, [width], eps: 1e-6));
    }

    [Fact]
    public void LayerNorm_OfViews_IsThatOfTheirCopies()
    {
        var x = Narrow(Random(2, 37, 5, 64));
        foreach (var view in new[] { x.transpose(1, 2), x.narrow(1, 3, 20), x.transpose(1, 2).narrow(1, 1, 3), x.expand(2, 37, 5, 64).select(0, 1), x.transpose(2, 3) })
        {
            long width = view.shape[^1];
            var (copy, of) = (layer_norm(view.contiguous(), [width]), layer_norm(view, [width]));
            Assert.Equal(view.shape, of.shape);
            Check.Equal(Check.Values(copy), of);
        }
    }

    [Theory]
    [InlineData(1, 4, 2, 1)]
    [InlineData(2, 6, 3, 7)]
    [InlineData(1, 32, 32, 5000)]
    [InlineData(1, 64, 8, 1237)]
    public void GroupNorm_InBFloat16_RoundsOnce(long batch, long channels, long groups, long places)
    {
        var (x, w, b) = (Narrow((Random(batch, channels, places) * 2) + 9), Narrow(Random(channels)), Narrow(Random(channels)));

        AssertRounded(group_norm(Wide(x), groups, Wide(w), Wide(b), 1e-6), group_norm(x, groups, w, b, 1e-6));
        AssertRounded(group_norm(Wide(x), groups), group_norm(x, groups));
    }

    [Theory]
    [InlineData(ScalarType.Float32, 1)]
    [InlineData(ScalarType.Float32, 40003)]
    [InlineData(ScalarType.BFloat16, 16385)]
    [InlineData(ScalarType.BFloat16, 40003)]
    public void Activations_AreThoseOfDoublePrecision(ScalarType type, long count)
    {
        var x = (Random(count) * 6).to(type);

        AssertRounded(silu(Wide(x)), silu(x));
        AssertRounded(gelu(Wide(x), GELU.Approximate.tanh), gelu(x, GELU.Approximate.tanh));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Activations_OfExtremes_AreWhatLibtorchGives(ScalarType type)
    {
        var x = tensor([float.NaN, 1e30f, -1e30f, 3e38f, -3e38f, 0f, 1e-30f, float.PositiveInfinity]).to(type);

        foreach (var (result, zero) in new[] { (silu(x), 0f), (gelu(x, GELU.Approximate.tanh), 0f) })
        {
            float[] values = Check.Values(result), given = Check.Values(x);
            Assert.True(float.IsNaN(values[0]));
            Assert.Equal(given[1], values[1]);
            Assert.Equal(zero, values[2], 0f);
            Assert.Equal(given[3], values[3]);
            Assert.Equal(zero, values[4], 0f);
            Assert.Equal(zero, values[5]);
            Assert.InRange(values[6], 0.4e-30f, 0.6e-30f);
            Assert.Equal(float.PositiveInfinity, values[7]);
        }
    }

    [Fact]
    public void Activations_KeepTheOrderOfAView()
    {
        var x = Random(200, 300).transpose(0, 1);

        Check.Equal(Check.Values(silu(x.contiguous())), silu(x));
        Check.Close(silu(x.contiguous().narrow(1, 1, 100).contiguous()), silu(x.narrow(1, 1, 100)), 1e-6);
    }

    [Theory]
    [InlineData(752, 128, 512, true)]
    [InlineData(33, 512, 128, false)]
    [InlineData(1, 64, 7, true)]
    public void Linear_InSmallFloat32_EqualsDoublePrecision(long rows, long inputs, long outputs, bool biased)
    {
        var (x, w) = (Random(2, rows, inputs), Random(outputs, inputs));
        var b = biased ? Random(outputs) : null;

        Check.Close(linear(Wide(x), Wide(w), b is null ? null : Wide(b)), linear(x, w, b), 1e-4);
        Check.Close(linear(Wide(x), Wide(w)), linear(x.transpose(0, 1).contiguous().transpose(0, 1), w), 1e-4);
    }

    private Tensor Random(params long[] shape) => randn(shape, generator: _generator);

    private static Tensor Narrow(Tensor x) => x.to(ScalarType.BFloat16);

    private static Tensor Wide(Tensor x) => x.to(ScalarType.Float64);

    // The exact number, or one that is hardly further from it than the nearest of the type.
    private static void AssertRounded(Tensor exact, Tensor result)
    {
        Assert.Equal(exact.shape, result.shape);
        double unit = result.dtype == ScalarType.BFloat16 ? HalfUnit : 1e-6;
        double worst = ((exact - Wide(result)).abs() - (exact.abs() * unit)).max().item<double>();
        Assert.True(worst <= unit / 100, $"{worst} too far");
    }
}
