using System.Runtime.InteropServices;
using CogSpace.PostProcess.Networks;
using CogSpace.Weights;
using Microsoft.ML.OnnxRuntime;

namespace CogSpace.PostProcess.Tests.Networks;

/// <summary>
/// What is written for the CPU computes the same as what is written for any device. Sizes are such that channels are added and
/// blocks are full.
/// </summary>
public sealed class BlockedNetworkTests : IDisposable
{
    private const int Side = 64;

    private readonly TemporaryFolder _folder = new();
    private readonly List<(string, ElementType, IReadOnlyList<long>, ReadOnlyMemory<byte>)> _tensors = [];
    private readonly Random _random = new(1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compact_IsTheSame()
    {
        const int Features = 16;
        Layer("body.0", Features, 3, slopesAt: "body.1");
        Layer("body.2", Features, Features, slopesAt: "body.3", steepest: 1.5f);      // more than 1 has no form in blocks
        Layer("body.4", Features, Features, slopesAt: "body.5");
        Layer("body.6", 48, Features);
        AssertSame(channels: 3);
    }

    [Fact]
    public void Rrdb_IsTheSame()
    {
        const int Features = 16;
        Layer("conv_first", Features, 3);
        for (int k = 1; k <= 3; k++)
        {
            for (int j = 1; j <= 5; j++)
                Layer($"body.0.rdb{k}.conv{j}", Features, Features * j);
        }

        foreach (string layer in new[] { "conv_body", "conv_up1", "conv_up2", "conv_hr" })
            Layer(layer, Features, Features);
        Layer("conv_last", 3, Features);
        AssertSame(channels: 3);
    }

    [Fact]
    public void Rife_WithAddedChannels_IsTheSame()
    {
        const int Width = 30, Half = 15;        // 32 and 16 are computed
        for (int block = 0; block < 3; block++)
        {
            Layer($"block{block}.conv0.0.0", Half, 11, slopesAt: $"block{block}.conv0.0.1");
            Layer($"block{block}.conv0.1.0", Width, Half, slopesAt: $"block{block}.conv0.1.1");
            for (int i = 0; i < 8; i++)
                Layer(
                    $"block{block}.convblock{i / 2}.{i % 2}.0", Width, Width,
                    slopesAt: $"block{block}.convblock{i / 2}.{i % 2}.1");
            foreach (var (layer, channels) in new[] { ("conv1", 4), ("conv2", 1) })
            {
                Transposed($"block{block}.{layer}.0", Width, Half, slopesAt: $"block{block}.{layer}.1");
                Transposed($"block{block}.{layer}.2", Half, channels);
            }
        }

        AssertSame(channels: 6);
    }

    private void AssertSame(int channels)
    {
        SafetensorsWriter.Write(_folder["random.safetensors"], _tensors);
        float[] plain = Run(inBlocks: false, channels), blocked = Run(inBlocks: true, channels);

        Assert.True(plain.Max() - plain.Min() > 0.1);
        Assert.Equal(plain.Length, blocked.Length);
        Assert.InRange(plain.Zip(blocked, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4f * (plain.Max() - plain.Min()));
    }

    private float[] Run(bool inBlocks, int channels)
    {
        using var weights = NetworkWeights.Open(_folder["random.safetensors"]);
        using var settings = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(NetworkRecognition.Recognize(weights).ToOnnx(half: false, inBlocks), settings);
        var values = new float[channels * Side * Side];
        var random = new Random(2);
        foreach (ref float value in values.AsSpan())
            value = random.NextSingle();
        using var input = OrtValue.CreateTensorValueFromMemory(values, [1, channels, Side, Side]);
        using var run = new RunOptions();
        using var results = session.Run(run, [PictureNetwork.Input], [input], [PictureNetwork.Output]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private void Layer(string name, int to, int from, string? slopesAt = null, float steepest = 1) =>
        Add(name, [to, from, 3, 3], to, 1 / Math.Sqrt(9 * from), slopesAt, steepest);

    private void Transposed(string name, int from, int to, string? slopesAt = null) =>
        Add(name, [from, to, 4, 4], to, 1 / Math.Sqrt(4 * from), slopesAt, 1);

    private void Add(string name, long[] shape, int to, double size, string? slopesAt, float steepest)
    {
        Tensor($"{name}.weight", shape, () => (float)(size * ((4 * _random.NextDouble()) - 2)));
        Tensor($"{name}.bias", [to], () => (float)(0.1 * (_random.NextDouble() - 0.5)));
        if (slopesAt is not null)
            Tensor($"{slopesAt}.weight", [to], () => (float)(steepest * ((1.2 * _random.NextDouble()) - 0.2)));
    }

    private void Tensor(string name, long[] shape, Func<float> value)
    {
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        foreach (ref float one in values.AsSpan())
            one = value();
        _tensors.Add((name, ElementType.F32, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
    }
}
