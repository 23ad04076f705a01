using CogSpace.Weights;

namespace CogSpace.Pipeline.Weights;

/// <summary>Takes tensors out of a checkpoint one at a time, straight to the computing type and device, and remembers which.</summary>
internal sealed class WeightLoader(Checkpoint checkpoint, ScalarType type, Device device) : IDisposable
{
    private const int NamesInMessage = 5;

    private readonly List<Tensor> _loaded = [];
    private readonly HashSet<string> _unclaimed = [.. checkpoint.Names];

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

    /// <exception cref="ModelLoadException">The tensor is missing, has another shape, or does not hold floating-point numbers.</exception>
    public Tensor Load(string name, ReadOnlySpan<long> shape)
    {
        var entry = checkpoint.Find(name) ?? throw new ModelLoadException(checkpoint.Path, $"the tensor {name} is missing.");
        if (!shape.SequenceEqual([.. entry.Shape]))
            throw new ModelLoadException(checkpoint.Path, $"the tensor {name} is {entry}, but the model's config asks for the shape ({string.Join(", ", shape.ToArray())}).");
        var stored = entry.Type switch
        {
            ElementType.F32 => ScalarType.Float32,
            ElementType.BF16 => ScalarType.BFloat16,
            ElementType.F16 => ScalarType.Float16,
            ElementType.F64 => ScalarType.Float64,
            _ => throw new ModelLoadException(checkpoint.Path, $"the tensor {name} is {entry}; weights must be floating-point numbers."),
        };
        if (entry.Length > Array.MaxLength)
            throw new ModelLoadException(checkpoint.Path, $"the tensor {name} takes {entry.Length} bytes; at most {Array.MaxLength} are supported.");

        using var scope = NewDisposeScope();
        var raw = empty(shape, dtype: stored);
        checkpoint.CopyTo(name, raw.bytes);
        var tensor = raw.to(type, device);
        _loaded.Add(scope.Detach(tensor));
        _unclaimed.Remove(name);
        return tensor;
    }

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
