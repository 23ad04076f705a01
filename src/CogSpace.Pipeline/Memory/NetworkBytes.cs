using CogSpace.Weights;

namespace CogSpace.Pipeline.Memory;

/// <summary>What a network's weights take in memory, by the names and shapes in its files.</summary>
/// <param name="Fixed">Bytes of what is not in repeated layers.</param>
/// <param name="Layers">Bytes of all repeated layers.</param>
/// <param name="LargestLayer">Bytes of the largest of them.</param>
/// <param name="Reading">Bytes that come and go while the largest tensor is read and converted.</param>
/// <param name="Dense">Bytes of the largest matrix that is made dense for each use; 0 where none is.</param>
internal sealed record NetworkBytes(long Fixed, long Layers, long LargestLayer, long Reading, long Dense)
{
    public long All => Fixed + Layers;

    /// <param name="checkpoint">The network's files.</param>
    /// <param name="storage">How the weights are kept.</param>
    /// <param name="stack">What the names of repeated layers begin with; a number follows.</param>
    public static NetworkBytes Of(Checkpoint checkpoint, WeightStorage storage, string stack)
    {
        int wide = Piece(storage.Type);
        long rest = 0, reading = 0, dense = 0;
        var layers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string name in checkpoint.Names)
        {
            var entry = checkpoint.Find(name)!;
            long numbers = entry.Shape.Aggregate(1L, (product, size) => product * size);
            bool repeated = stack.Length > 0 && name.StartsWith(stack, StringComparison.Ordinal);
            var kept = repeated && entry.Shape.Count == 2 ? storage.Kept : WeightKind.Auto;
            int each = kept switch { WeightKind.I8 => 1, WeightKind.BF16 => 2, _ => wide };
            bool converted = kept == WeightKind.I8 || entry.Type.Size() != each;
            reading = Math.Max(reading, (converted ? numbers * entry.Type.Size() : 0) + (kept == WeightKind.I8 ? 4 * numbers : 0));
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

        return new NetworkBytes(rest, layers.Values.Sum(), layers.Values.DefaultIfEmpty(0).Max(), reading, dense);
    }

    private static int Piece(ScalarType type) => type == ScalarType.Float32 ? 4 : 2;
}
