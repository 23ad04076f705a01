using CogSpace.Weights;

namespace CogSpace.Pipeline.Memory;

/// <summary>What a network's weights take in memory, by the names and shapes in its files.</summary>
/// <param name="Fixed">Bytes of what is not in repeated layers.</param>
/// <param name="Layers">Bytes of all repeated layers.</param>
/// <param name="LargestLayer">Bytes of the largest of them.</param>
/// <param name="Reading">Bytes that come and go while the largest tensor is read and converted.</param>
/// <param name="ReadingLayer">The same for those of repeated layers.</param>
/// <param name="Dense">Bytes of the largest matrix that is made dense for each use; 0 where none is.</param>
internal sealed record NetworkBytes(long Fixed, long Layers, long LargestLayer, long Reading, long ReadingLayer, long Dense)
{
    public long All => Fixed + Layers;

    /// <summary>Bytes with all layers in memory.</summary>
    /// <param name="between">What lies between them.</param>
    public long Whole(long between) => All + Math.Max(between + Dense, Reading);

    /// <summary>Bytes with a layer that computes and one that is being read.</summary>
    /// <param name="between">What lies between them.</param>
    /// <param name="changing">What a layer takes beside while it is changed.</param>
    public long Streamed(long between, long changing = 0) =>
        Fixed + Math.Max((2 * LargestLayer) + between + Dense + Math.Max(ReadingLayer, changing), Reading);

    /// <param name="checkpoint">The network's files.</param>
    /// <param name="storage">How the weights are kept.</param>
    /// <param name="stack">What the names of repeated layers begin with; a number follows.</param>
    public static NetworkBytes Of(Checkpoint checkpoint, WeightStorage storage, string stack)
    {
        int wide = storage.BytesOf(WeightKind.Auto);
        long rest = 0, reading = 0, readingLayer = 0, dense = 0;
        var layers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string name in checkpoint.Names)
        {
            var entry = checkpoint.Find(name)!;
            long numbers = entry.Shape.Aggregate(1L, (product, size) => product * size);
            bool repeated = stack.Length > 0 && name.StartsWith(stack, StringComparison.Ordinal);
            var kept = repeated && entry.Shape.Count == 2 ? storage.Kept : WeightKind.Auto;
            int each = storage.BytesOf(kept);
            bool converted = kept == WeightKind.I8 || entry.Type.Size() != each;
            long read = (converted ? numbers * entry.Type.Size() : 0) + (kept == WeightKind.I8 ? 4 * numbers : 0);
            reading = Math.Max(reading, read);
            readingLayer = Math.Max(readingLayer, repeated ? read : 0);
            if (each != wide)
                dense = Math.Max(dense, numbers * wide);
            if (!repeated)
                rest += numbers * each;
            else
            {
                string layer = name[stack.Length..].Split('.')[0];
                layers[layer] = layers.GetValueOrDefault(layer) + (numbers * each);
            }
        }

        return new NetworkBytes(rest, layers.Values.Sum(), layers.Values.DefaultIfEmpty(0).Max(), reading, readingLayer, dense);
    }
}
