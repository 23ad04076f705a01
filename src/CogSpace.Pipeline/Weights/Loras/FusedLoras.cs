namespace CogSpace.Pipeline.Weights.Loras;

/// <summary>LoRAs that were added to a network's layers. Disposing it gives the layers their own weights back, to the last bit.</summary>
/// <remarks>
/// Fused rather than run beside the layers: a step then costs what it costs without, and the sum is rounded to the computing type once,
/// as in the reference's cli_demo.py (fuse_lora). Subtracting a LoRA again would not give the same bits back,
/// so the weights themselves stay as they were, and the sums take memory of their own while they count.
/// </remarks>
internal sealed class FusedLoras : IDisposable
{
    private readonly List<(Linear Layer, Tensor Sum)> _fused = [];

    private FusedLoras()
    {
    }

    /// <param name="layers">The network's linear layers by name.</param>
    /// <param name="files">Those that change the same layer add up; the order does not matter much.</param>
    /// <param name="cancel">Looked at between layers.</param>
    /// <exception cref="ModelLoadException">A file is damaged or was made for another model; nothing has changed.</exception>
    public static FusedLoras Fuse(IReadOnlyDictionary<string, Linear> layers, IReadOnlyList<LoraFile> files, CancellationToken cancel = default)
    {
        var fused = new FusedLoras();
        var open = new List<(LoraAdapter Adapter, double Scale)>();
        try
        {
            foreach (var file in files)
            {
                var adapter = LoraAdapter.Open(file.Path);
                open.Add((adapter, file.Scale));
                adapter.RefuseMisfits(name => layers.TryGetValue(name, out var layer) ? layer.Weight.shape : null);
            }

            var changes = from item in open from module in item.Adapter.Modules group (item.Adapter, module, item.Scale) by module.Layer;
            foreach (var change in changes)
            {
                cancel.ThrowIfCancellationRequested();
                fused.Add(layers[change.Key], change);
            }

            return fused;
        }
        catch
        {
            fused.Dispose();
            throw;
        }
        finally
        {
            foreach (var (adapter, _) in open)
                adapter.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var (layer, sum) in _fused)
        {
            layer.Use(null);
            sum.Dispose();
        }

        _fused.Clear();
    }

    private void Add(Linear layer, IEnumerable<(LoraAdapter Adapter, LoraModule Module, double Scale)> changes)
    {
        using var scope = NewDisposeScope();
        var sum = layer.Weight.to(ScalarType.Float32);                       // (outputs, inputs)
        foreach (var (adapter, module, scale) in changes)
            sum = sum + (adapter.Delta(module, layer.Weight.device) * scale);
        var rounded = scope.Detach(sum.to(layer.Weight.dtype));
        _fused.Add((layer, rounded));
        layer.Use(rounded);
    }
}
