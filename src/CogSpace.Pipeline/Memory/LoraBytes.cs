using CogSpace.Pipeline.Weights.Loras;

namespace CogSpace.Pipeline.Memory;

/// <summary>What LoRAs take in memory. It follows <see cref="FusedLoras"/>.</summary>
/// <param name="Kept">Bytes of the changed layers, which are there beside the layers' own.</param>
/// <param name="KeptOfBlock">Bytes of the changed layers of a block, where blocks are read for each use.</param>
/// <param name="Adding">Bytes that come and go while the largest layer is changed.</param>
internal sealed record LoraBytes(long Kept, long KeptOfBlock, long Adding)
{
    private const int Float = 4;

    /// <param name="loras">Of a request.</param>
    /// <param name="storage">How the layers are kept.</param>
    /// <exception cref="ModelLoadException">A LoRA is damaged.</exception>
    public static LoraBytes Of(IReadOnlyList<LoraFile>? loras, WeightStorage storage)
    {
        var layers = new Dictionary<string, (long Numbers, int Changes)>(StringComparer.Ordinal);
        foreach (var lora in loras ?? [])
        {
            using var adapter = LoraAdapter.Open(lora.Path);
            foreach (var module in adapter.Modules)
                layers[module.Layer] = (module.Inputs * module.Outputs, layers.GetValueOrDefault(module.Layer).Changes + 1);
        }

        // For each LoRA what it adds, that times its scale, and the sum; the layer in float32, where it is kept in another type,
        // and in the computing type, where it is kept in a narrower one.
        int kept = storage.BytesOf(storage.Kept), wide = storage.BytesOf(WeightKind.Auto);
        int itself = (kept == Float ? 0 : Float) + (kept == wide ? 0 : wide);
        var blocks = layers
            .GroupBy(layer => BlockOf(layer.Key), layer => layer.Value.Numbers * kept)
            .Select(block => block.Sum())
            .ToList();
        return new LoraBytes(
            blocks.Sum(),
            blocks.DefaultIfEmpty(0).Max(),
            layers.Values.Select(layer => layer.Numbers * (itself + (3 * Float * layer.Changes))).DefaultIfEmpty(0).Max());
    }

    // transformer_blocks.7.attn1.to_q -> transformer_blocks.7
    private static string BlockOf(string layer) => string.Join('.', layer.Split('.').Take(2));
}
