using CogSpace.Weights;

namespace CogSpace.Pipeline.Weights;

/// <summary>Takes tensors out of a checkpoint one at a time, straight to the computing type and device, and remembers which.</summary>
internal sealed class WeightLoader(Checkpoint checkpoint, ScalarType type, Device device) : IDisposable
{
    private const int NamesInMessage = 5;

    private readonly List<Tensor> _loaded = [];
    private readonly HashSet<string> _unclaimed = [.. checkpoint.Names];
    private readonly Dictionary<string, Linear> _linears = new(StringComparer.Ordinal);

    /// <summary>The linear layers that were built, by their names in the checkpoint: what a LoRA refers to.</summary>
    public IReadOnlyDictionary<string, Linear> Linears => _linears;

    /// <summary>Builds a network from its weights; the network owns them from then on.</summary>
    /// <exception cref="ModelLoadException">A tensor is missing, misshapen, or used by nothing.</exception>
    public static TNetwork Build<TNetwork>(Checkpoint checkpoint, ScalarType type, Device device, Func<WeightScope, TNetwork> build)
    {
        var loader = new WeightLoader(checkpoint, type, device);
        try
        {
            var network = build(new WeightScope(loader, ""));
            loader.RefuseUnclaimed();
            return network;
        }
        catch
        {
            loader.Dispose();
            throw;
        }
    }

    /// <summary>Finds out whether a network could be built, by names and shapes alone: no weight is read.</summary>
    /// <exception cref="ModelLoadException">A tensor is missing, misshapen, or used by nothing.</exception>
    public static void Check<TNetwork>(Checkpoint checkpoint, Func<WeightScope, TNetwork> build)
        where TNetwork : IDisposable => Build(checkpoint, ScalarType.Float32, new Device(DeviceType.META), build).Dispose();

    /// <exception cref="ModelLoadException">The tensor is missing, has another shape, or does not hold floating-point numbers.</exception>
    public Tensor Load(string name, ReadOnlySpan<long> shape)
    {
        var entry = checkpoint.Find(name) ?? throw new ModelLoadException(checkpoint.Path, $"the tensor {name} is missing.");
        if (!shape.SequenceEqual([.. entry.Shape]))
            throw new ModelLoadException(checkpoint.Path, $"the tensor {name} is {entry}, but the model's config asks for the shape ({string.Join(", ", shape.ToArray())}).");
        using var scope = NewDisposeScope();
        var tensor = device.type == DeviceType.META
            ? empty(shape, dtype: StoredTensor.TypeOf(checkpoint.Path, name, entry), device: device)
            : StoredTensor.Read(checkpoint.Path, name, entry, checkpoint.CopyTo).to(type, device);
        _loaded.Add(scope.Detach(tensor));
        _unclaimed.Remove(name);
        return tensor;
    }

    /// <summary>Remembers a layer by its name.</summary>
    public Linear Register(string name, Linear layer) => _linears[name] = layer;

    /// <summary>Leaves everything under a prefix where it is.</summary>
    public void Skip(string prefix) => _unclaimed.RemoveWhere(name => name.StartsWith(prefix, StringComparison.Ordinal));

    public void Dispose()
    {
        foreach (var tensor in _loaded)
            tensor.Dispose();
        _loaded.Clear();
    }

    private void RefuseUnclaimed()
    {
        if (_unclaimed.Count == 0)
            return;
        string names = string.Join(", ", _unclaimed.Order(StringComparer.Ordinal).Take(NamesInMessage));
        string more = _unclaimed.Count > NamesInMessage ? $" and {_unclaimed.Count - NamesInMessage} more" : "";
        throw new ModelLoadException(checkpoint.Path, $"the model has no place for the tensors {names}{more}; the file belongs to another architecture or another config.");
    }
}
