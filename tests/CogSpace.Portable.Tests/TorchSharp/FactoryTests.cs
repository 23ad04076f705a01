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
        using var common = Generator.Default;
        common.manual_seed(0);
        Assert.Equal(first, Check.Values(randn(16)));
        Assert.Throws<ArgumentException>(() => randn(4, dtype: ScalarType.Int64));
    }

    [Fact]
    public void Normal_FillsInPlace()
    {
        using var generator = new Generator(0, CPU);
        var a = zeros(2, 16);

        Assert.Same(a, a.normal_(mean: 3, std: 2, generator));
        generator.manual_seed(0);
        Check.Equal(Check.Values((randn([2, 16], generator: generator) * 2) + 3), a);
    }

    [Fact]
    public void Factories_ChooseTheType()
    {
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Assert.Equal(ScalarType.Float32, arange(0, 1, 0.5).dtype);
        Assert.Equal(ScalarType.Float32, zeros(2, 3).dtype);
        Assert.Equal(ScalarType.Int64, full([2], 3).dtype);
        Assert.Equal(ScalarType.Float32, full([2], 3.0).dtype);
        Assert.Equal(ScalarType.BFloat16, zeros([2, 3], dtype: ScalarType.BFloat16).dtype);
        Assert.Equal(ScalarType.Int32, tensor([1, 2]).dtype);
        Assert.Equal(ScalarType.Float64, tensor(1.0).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1 }).dtype);
        Assert.Equal([2L, 3L], tensor([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]).shape);
        Assert.Equal([2L, 2L], tensor(new long[,] { { 1, 2 }, { 3, 4 } }).shape);
        Assert.Throws<ArgumentException>(() => tensor([1f, 2f], [3]));
        Assert.Throws<NotSupportedException>(() => zeros(2, requires_grad: true));
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

        Assert.Equal([1, -2], a.to(ScalarType.Int32).data<int>().ToArray());
        Assert.Equal([new BFloat16(1.5f), new BFloat16(-2.7f)], a.to(ScalarType.BFloat16).data<BFloat16>().ToArray());
        a.to(ScalarType.Float32).copy_(tensor(1f));                // nothing to convert: the same memory
        Check.Equal([1, 1], a);
        a.to(ScalarType.Float32, copy: true).copy_(tensor(2f));
        Check.Equal([1, 1], a);
        var b = a.clone();
        var c = b.to(CPU, disposeAfter: true);
        Assert.True(b.IsInvalid);
        Check.Equal([1, 1], c);
        Assert.Throws<InvalidOperationException>(() => cuda.is_available() ? throw new InvalidOperationException() : a.to("cuda"));
    }

    [Fact]
    public void Data_IsChecked()
    {
        var a = arange(6, dtype: ScalarType.Float32).reshape(2, 3);

        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], a.transpose(0, 1).data<float>().ToArray());
        Assert.Equal(5, a.data<float>()[1, 2]);
        Assert.Equal(4, a.transpose(0, 1).data<float>()[3]);
        Assert.Equal(6, a.data<float>().Count);
        Assert.Equal(15, a.transpose(0, 1).data<float>().Sum());
        Assert.Equal("Double is not compatible with Float32", Assert.Throws<ArgumentException>(() => a.data<double>()).Message);
        Assert.Throws<ArgumentException>(() => a.item<float>());
        Assert.Equal(24, a.bytes.Length);
        Assert.Throws<InvalidOperationException>(() => a.transpose(0, 1).bytes.Length);
        a.bytes.Clear();
        Assert.Equal(0, a.abs().sum().item<float>());
    }

    [Fact]
    public void Device_ReadsItsName()
    {
        Assert.Equal("cpu", CPU.ToString());
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
        Assert.Equal((DeviceType.CUDA, 2), (device(2).type, device(2).index));
        Assert.Equal(DeviceType.CPU, device("cpu").type);
    }
}
