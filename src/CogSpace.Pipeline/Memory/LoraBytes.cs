using CogSpace.Pipeline.Weights.Loras;

namespace CogSpace.Pipeline.Memory;

/// <summary>What LoRAs take in memory. It follows <see cref="FusedLoras"/>.</summary>
/// <param name="Kept">Bytes of the changed layers, which are there beside the layers' own; none where layers are read for each use.</param>
/// <param name="Adding">Bytes that come and go while the largest layer is changed.</param>
internal sealed record LoraBytes(long Kept, long Adding)
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

        // The layer in float32, and for each LoRA what it adds, that times its scale, and the sum.
        return new LoraBytes(
            layers.Values.Sum(layer => layer.Numbers * storage.BytesOf(storage.Kept)),
            layers.Values.Select(layer => layer.Numbers * Float * (1 + (3 * layer.Changes))).DefaultIfEmpty(0).Max());
    }
}
