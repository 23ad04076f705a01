namespace CogSpace.Pipeline.Weights.Loras;

/// <summary>
/// LoRAs that were added to a network's layers. Disposing it gives the layers their own weights back, to the last bit.
/// </summary>
/// <remarks>
/// Fused rather than run beside the layers: a step then costs what it costs without, and the sum is rounded to the computing
/// type once, as in the reference's cli_demo.py (fuse_lora). Subtracting a LoRA again would not give the same bits back, so
/// the weights themselves stay as they were, and the sums take memory of their own while they count.
/// </remarks>
internal sealed class FusedLoras : IDisposable
{
    private readonly List<IDisposable> _changes = [];
    private readonly List<(LoraAdapter Adapter, double Scale)> _open = [];      // layers that are read for each use ask again

    private FusedLoras()
    {
    }

    /// <param name="layers">The network's linear layers by name.</param>
    /// <param name="files">Those that change the same layer add up; the order does not matter much.</param>
    /// <param name="cancel">Looked at between layers.</param>
    /// <exception cref="ModelLoadException">A file is damaged or was made for another model; nothing has changed.</exception>
    public static FusedLoras Fuse(
        IReadOnlyDictionary<string, Linear> layers, IReadOnlyList<LoraFile> files, CancellationToken cancel = default)
    {
        var fused = new FusedLoras();
        try
        {
            foreach (var file in files)
            {
                var adapter = LoraAdapter.Open(file.Path);
                fused._open.Add((adapter, file.Scale));
                adapter.RefuseMisfits(name => layers.TryGetValue(name, out var layer) ? layer.Shape : null);
            }

            var changes =
                from item in fused._open
                from module in item.Adapter.Modules
                group (item.Adapter, module, item.Scale) by module.Layer;
            foreach (var change in changes)
            {
                cancel.ThrowIfCancellationRequested();
                fused._changes.Add(layers[change.Key].Change(weight => Sum(weight, [.. change])));
            }

            return fused;
        }
        catch
        {
            fused.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var change in _changes)
            change.Dispose();
        _changes.Clear();
        foreach (var (adapter, _) in _open)
            adapter.Dispose();
        _open.Clear();
    }

    // weight (outputs, inputs), float32 -> the same
    private static Tensor Sum(Tensor weight, (LoraAdapter Adapter, LoraModule Module, double Scale)[] changes)
    {
        using var scope = NewDisposeScope();
        var sum = weight;
        foreach (var (adapter, module, scale) in changes)
            sum = sum.Plus(adapter.Delta(module, weight.device).Times(scale));
        return scope.MoveToOuter(sum);
    }
}
