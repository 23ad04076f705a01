using System.Runtime.InteropServices;
using CogSpace.Weights;

namespace CogSpace.PostProcess.Tests.Networks;

/// <summary>Random weights of a RIFE 4, laid out as a version is.</summary>
/// <param name="Widths">Channels of each block.</param>
/// <param name="Outputs">Channels that a block gives.</param>
/// <param name="Features">Channels that the encoder makes of a frame.</param>
/// <param name="Encoder">"", "pair" (4.7), "numbers" (4.10) or "names" (4.13 and later).</param>
/// <param name="Carried">Channels that a block hands on.</param>
internal sealed record Rife4Weights(int[] Widths, int Outputs, int Features, string Encoder, int Carried)
{
    private const int EncoderWidth = 8;

    private readonly List<(string, ElementType, IReadOnlyList<long>, ReadOnlyMemory<byte>)> _tensors = [];
    private readonly Random _random = new(1);

    /// <summary>Names that the file gets beside those of the network.</summary>
    public string[] Beside { get; init; } = [];

    /// <summary>What stands in front of every name.</summary>
    public string Prefix { get; init; } = "module.";

    public string Write(string path)
    {
        for (int block = 0; block < Widths.Length; block++)
            Block($"block{block}", Widths[block], 7 + (2 * Features) + (block == 0 ? 0 : 5 + Carried));
        string[] layers = Encoder switch
        {
            "pair" => ["encode.0", "encode.1"],
            "numbers" => ["encode.0", "encode.2", "encode.4", "encode.6"],
            "names" => ["encode.cnn0", "encode.cnn1", "encode.cnn2", "encode.cnn3"],
            _ => [],
        };
        foreach (var (i, layer) in layers.Index())
            Layer(layer, i == layers.Length - 1
                ? [EncoderWidth, Features, 4, 4]
                : [EncoderWidth, i == 0 ? 3 : EncoderWidth, 3, 3], i == layers.Length - 1 ? Features : EncoderWidth);
        foreach (string name in Beside)
            Tensor(name, [1], 1);
        SafetensorsWriter.Write(path, _tensors);
        return path;
    }

    private void Block(string name, int width, int inputs)
    {
        Layer($"{name}.conv0.0.0", [width / 2, inputs, 3, 3], width / 2);
        Layer($"{name}.conv0.1.0", [width, width / 2, 3, 3], width);
        for (int i = 0; i < 8; i++)
        {
            Layer($"{name}.convblock.{i}.conv", [width, width, 3, 3], width);
            Tensor($"{name}.convblock.{i}.beta", [1, width, 1, 1], 1);
        }

        Layer($"{name}.lastconv.0", [width, 4 * Outputs, 4, 4], 4 * Outputs);
    }

    private void Layer(string name, long[] shape, int to)
    {
        Tensor($"{name}.weight", shape, 1 / Math.Sqrt(shape[1] * shape[2] * shape[3]));
        Tensor($"{name}.bias", [to], 0.1);
    }

    private void Tensor(string name, long[] shape, double size)
    {
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        foreach (ref float one in values.AsSpan())
            one = (float)(size * ((2 * _random.NextDouble()) - 1));
        _tensors.Add((Prefix + name, ElementType.F32, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
    }
}
