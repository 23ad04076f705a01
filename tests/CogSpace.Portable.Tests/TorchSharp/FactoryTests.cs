using TorchSharp;
using static TorchSharp.torch;

namespace CogSpace.Portable.Tests.TorchSharp;

public sealed class FactoryTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Randn_DrawsTheSameNumbersEverywhere()
    {
        using var generator = new Generator(0, CPU);

        var first = Check.Values(randn([16], generator: generator));
        var second = Check.Values(randn([16], generator: generator));
        generator.manual_seed(0);

        Assert.Equal([-1.1258398f, -1.1523602f, -0.2505786f, -0.4338788f], first[..4], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.NotEqual(first, second);
        Assert.Equal(first, Check.Values(randn([16], generator: generator)));
        manual_seed(0);
        Assert.Equal(first, Check.Values(randn(16)));
        Assert.Throws<ArgumentException>(() => randn(4, dtype: int64));
    }

    [Fact]
    public void Factories_ChooseTheType()
    {
        Assert.Equal(int64, arange(3).dtype);
        Assert.Equal(float32, arange(0, 1, 0.5).dtype);
        Assert.Equal(float32, zeros(2, 3).dtype);
        Assert.Equal(int64, full([2], 3).dtype);
        Assert.Equal(float32, full([2], 3.0).dtype);
        Assert.Equal(bfloat16, ones([2, 3], dtype: bfloat16).dtype);
        Assert.Equal(int32, tensor([1, 2]).dtype);
        Assert.Equal(float64, tensor(1.0).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1 }).dtype);
        Assert.Equal([2L, 3L], tensor([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]).shape);
        Assert.Equal([2L, 2L], tensor(new long[,] { { 1, 2 }, { 3, 4 } }).shape);
        Assert.Throws<ArgumentException>(() => tensor([1f, 2f], [3]));
        Check.Equal([0, 0.5f, 1], linspace(0, 1, 3));
        Check.Equal([1, 0, 0, 1], eye(2));
    }

    [Fact]
    public void Tensor_CopiesTheArray()
    {
        float[] numbers = [1, 2, 3];
        var copy = tensor(numbers);
        numbers[0] = 9;

        Check.Equal([1, 2, 3], copy);
    }

    [Fact]
    public void Conversion_KeepsOrCopies()
    {
        var a = tensor([1.5f, -2.7f]);

        Assert.Equal([1, -2], a.to(int32).data<int>().ToArray());
        Assert.Equal([new BFloat16(1.5f), new BFloat16(-2.7f)], a.bfloat16().data<BFloat16>().ToArray());
        a.to(float32).fill_(1);                // nothing to convert: the same memory
        Check.Equal([1, 1], a);
        a.to(float32, copy: true).fill_(2);
        Check.Equal([1, 1], a);
        var b = a.clone();
        var c = b.to(CPU, disposeAfter: true);
        Assert.True(b.IsInvalid);
        Check.Equal([1, 1], c);
        Assert.Throws<InvalidOperationException>(() => cuda.is_available() ? throw new InvalidOperationException() : a.to(CUDA));
    }

    [Fact]
    public void Data_IsChecked()
    {
        var a = arange(6, dtype: float32).reshape(2, 3);

        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], a.t().data<float>().ToArray());
        Assert.Equal(5, a.data<float>()[1, 2]);
        Assert.Equal(4, a.t().data<float>()[3]);
        Assert.Equal(6, a.data<float>().Count);
        Assert.Equal(15, a.t().data<float>().Sum());
        Assert.Equal("Double is not compatible with Float32", Assert.Throws<ArgumentException>(() => a.data<double>()).Message);
        Assert.Throws<ArgumentException>(() => a.item<float>());
        Assert.Equal(24, a.bytes.Length);
        Assert.Throws<InvalidOperationException>(() => a.t().bytes.Length);
        a.bytes = new byte[24];
        Assert.Equal(0, a.abs().sum().item<float>());
        Assert.Throws<ArgumentException>(() => a.bytes = new byte[4]);
    }

    [Fact]
    public void Device_ReadsItsName()
    {
        Assert.Equal("cpu", CPU.ToString());
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
        Assert.Equal((DeviceType.CUDA, 2), (device(2).type, device(2).index));
        Assert.Equal(DeviceType.CPU, device("cpu").type);
    }

    [Fact]
    public void GradientModes_EndWithTheirBlock()
    {
        Assert.True(is_grad_enabled());
        using (no_grad())
            Assert.False(is_grad_enabled());
        using (inference_mode())
            Assert.True(is_inference_mode_enabled());
        Assert.True(is_grad_enabled());
        Assert.False(is_inference_mode_enabled());
    }
}
