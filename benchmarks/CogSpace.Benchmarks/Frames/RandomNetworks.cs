using System.Runtime.InteropServices;
using CogSpace.Weights;

namespace CogSpace.Benchmarks.Frames;

/// <summary>
/// Files of random weights for the networks of PostProcess at their full sizes, in a folder that goes away with them.
/// </summary>
/// <remarks>
/// Scaled so that values neither vanish nor explode: the pictures look like nothing, but are different in every pixel.
/// </remarks>
internal sealed class RandomNetworks : IDisposable
{
    public const int RifeWidth = 90, RrdbBlocks = 23, CompactLayers = 32, Features = 64, Growth = 32, Scale = 4;

    private const int Rgb = Frame.Channels;

    private readonly string _folder = Directory.CreateTempSubdirectory("cogspace-bench-").FullName;
    private readonly Random _random = new(1);

    public RandomNetworks()
    {
        (Rife, Rrdb, Compact) = (WriteRife(), WriteRrdb(), WriteCompact());
        Rife46 = WriteRife4("rife46", [192, 128, 96, 64], outputs: 6, features: 0);
        Rife425 = WriteRife4("rife425", [192, 128, 96, 64, 32], outputs: 13, features: 4);
    }

    /// <summary>RIFE HDv3: IFNet of 90 channels.</summary>
    public string Rife { get; }

    /// <summary>RIFE 4.6: four blocks, without an encoder.</summary>
    public string Rife46 { get; }

    /// <summary>RIFE 4.25: five blocks, which see four features of each frame and hand eight channels on.</summary>
    public string Rife425 { get; }

    /// <summary>Real-ESRGAN x4plus: RRDBNet of 23 blocks of 64 channels.</summary>
    public string Rrdb { get; }

    /// <summary>realesr-general-x4v3: SRVGGNetCompact of 32 layers of 64 channels.</summary>
    public string Compact { get; }

    public string CacheFolder => Path.Combine(_folder, "onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string WriteRife()
    {
        var tensors = new Tensors(_random);
        for (int block = 0; block < 3; block++)
        {
            string name = $"module.block{block}";
            tensors.Convolution($"{name}.conv0.0.0", 11, RifeWidth / 2, slopeAt: $"{name}.conv0.0.1");
            tensors.Convolution($"{name}.conv0.1.0", RifeWidth / 2, RifeWidth, slopeAt: $"{name}.conv0.1.1");
            for (int i = 0; i < 4; i++)
            {
                for (int j = 0; j < 2; j++)
                    tensors.Convolution(
                        $"{name}.convblock{i}.{j}.0", RifeWidth, RifeWidth, gain: 0.5, slopeAt: $"{name}.convblock{i}.{j}.1");
            }

            foreach (var (layer, channels) in new[] { ("conv1", 4), ("conv2", 1) })
            {
                tensors.Transposed($"{name}.{layer}.0", RifeWidth, RifeWidth / 2, slopeAt: $"{name}.{layer}.1");
                tensors.Transposed($"{name}.{layer}.2", RifeWidth / 2, channels);
            }
        }

        return Write("flownet", tensors);
    }

    private string WriteRife4(string name, int[] widths, int outputs, int features)
    {
        const int encoder = 16, residuals = 8, flowAndMask = 5;
        var tensors = new Tensors(_random);
        if (features > 0)
        {
            for (int i = 0; i < 3; i++)
                tensors.Convolution($"encode.cnn{i}", i == 0 ? Rgb : encoder, encoder);
            tensors.Transposed("encode.cnn3", encoder, features);
        }

        for (int block = 0; block < widths.Length; block++)
        {
            int width = widths[block], carried = features > 0 ? outputs - flowAndMask : 0;
            int inputs = (2 * Rgb) + 1 + (2 * features) + (block == 0 ? 0 : flowAndMask + carried);
            tensors.Convolution($"block{block}.conv0.0.0", inputs, width / 2);
            tensors.Convolution($"block{block}.conv0.1.0", width / 2, width);
            for (int i = 0; i < residuals; i++)
            {
                tensors.Convolution($"block{block}.convblock.{i}.conv", width, width);
                tensors.Constant($"block{block}.convblock.{i}.beta", [1, width, 1, 1], 0.2f);
            }

            tensors.Transposed($"block{block}.lastconv.0", width, 4 * outputs);
        }

        return Write(name, tensors);
    }

    private string WriteRrdb()
    {
        var tensors = new Tensors(_random);
        tensors.Convolution("conv_first", Rgb, Features);
        for (int i = 0; i < RrdbBlocks; i++)
        {
            for (int k = 1; k <= 3; k++)
            {
                for (int j = 1; j <= 5; j++)
                    tensors.Convolution(
                        $"body.{i}.rdb{k}.conv{j}", Features + ((j - 1) * Growth), j < 5 ? Growth : Features, gain: 0.5);
            }
        }

        foreach (string layer in new[] { "conv_body", "conv_up1", "conv_up2", "conv_hr" })
            tensors.Convolution(layer, Features, Features);
        tensors.Convolution("conv_last", Features, Rgb, gain: 0.2, bias: 0.5f);
        return Write("rrdb", tensors);
    }

    private string WriteCompact()
    {
        var tensors = new Tensors(_random);
        for (int i = 0; i <= CompactLayers; i++)
            tensors.Convolution($"body.{2 * i}", i == 0 ? Rgb : Features, Features, slopeAt: $"body.{(2 * i) + 1}");
        tensors.Convolution($"body.{2 * (CompactLayers + 1)}", Features, Rgb * Scale * Scale, gain: 0.2);
        return Write("compact", tensors);
    }

    private string Write(string name, Tensors tensors)
    {
        string path = Path.Combine(_folder, $"{name}.safetensors");
        SafetensorsWriter.Write(path, tensors.All);
        return path;
    }

    private sealed class Tensors(Random random)
    {
        public List<(string, ElementType, IReadOnlyList<long>, ReadOnlyMemory<byte>)> All { get; } = [];

        public void Convolution(string layer, int from, int to, double gain = 1, float bias = 0, string? slopeAt = null) =>
            Layer(layer, [to, from, 3, 3], to, gain * Math.Sqrt(2.0 / (9 * from)), bias, slopeAt);

        // Four by four, every second row and column of which a pixel sees.
        public void Transposed(string layer, int from, int to, string? slopeAt = null) =>
            Layer(layer, [from, to, 4, 4], to, Math.Sqrt(2.0 / (4 * from)), bias: 0, slopeAt);

        public void Constant(string name, long[] shape, float value) => Add(name, shape, () => value);

        private void Layer(string layer, long[] shape, int to, double deviation, float bias, string? slopeAt)
        {
            Add($"{layer}.weight", shape, () => (float)(deviation * Normal()));
            Add($"{layer}.bias", [to], () => bias);
            if (slopeAt is not null)
                Add($"{slopeAt}.weight", [to], () => 0.25f);
        }

        private void Add(string name, long[] shape, Func<float> value)
        {
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            foreach (ref float one in values.AsSpan())
                one = value();
            All.Add((name, ElementType.F32, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        }

        private double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
