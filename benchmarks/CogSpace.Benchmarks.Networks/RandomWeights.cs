using CogSpace.Weights;

namespace CogSpace.Benchmarks.Networks;

/// <summary>A checkpoint that is nowhere: small random numbers in bfloat16, made when they are asked for.</summary>
internal static class RandomWeights
{
    private const int PatternBytes = 1 << 20;
    private const int HighByte = 0x3C;          // 0.0078 to 0.03, of either sign

    private static readonly byte[] Pattern = Numbers();

    public static Checkpoint Of(IEnumerable<LayerShape> layers) =>
        Checkpoint.Of(new PlannedTensors("random weights", layers.SelectMany(Tensors)));

    private static IEnumerable<TensorSource> Tensors(LayerShape layer) =>
    [
        Tensor($"{layer.Name}.weight", layer.Shape),
        .. layer.HasBias ? new[] { Tensor($"{layer.Name}.bias", [layer.Shape[0]]) } : [],
    ];

    private static TensorSource Tensor(string name, long[] shape) => new(name, ElementType.BF16, shape, Fill);

    private static void Fill(Span<byte> bytes)
    {
        for (int start = 0; start < bytes.Length; start += PatternBytes)
            Pattern.AsSpan(0, Math.Min(PatternBytes, bytes.Length - start)).CopyTo(bytes[start..]);
    }

    private static byte[] Numbers()
    {
        var bytes = new byte[PatternBytes];
        new Random(1).NextBytes(bytes);
        for (int i = 1; i < bytes.Length; i += 2)
            bytes[i] = (byte)((bytes[i] & 0x80) | HighByte);
        return bytes;
    }
}
