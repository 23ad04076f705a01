using CogSpace.Pipeline.Hardware;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Weights;

/// <summary>
/// Takes tensors out of a checkpoint one at a time, straight to the computing type and device, and remembers which.
/// </summary>
internal sealed class WeightLoader : IDisposable
{
    private const int NamesInMessage = 5;

    private readonly Checkpoint _checkpoint;
    private readonly WeightStorage _storage;
    private readonly CancellationToken _cancel;
    private readonly HashSet<string> _unclaimed;
    private readonly List<IDisposable> _owned = [];
    private readonly Dictionary<string, Linear> _linears = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _learned = new(StringComparer.Ordinal);
    private readonly List<string> _repeated = [];
    private readonly LayerChanges _changes;

    private WeightLoader(
        Checkpoint checkpoint,
        WeightStorage storage,
        HashSet<string> unclaimed,
        LayerChanges changes,
        CancellationToken cancel
    ) => (_checkpoint, _storage, _unclaimed, _changes, _cancel) = (checkpoint, storage, unclaimed, changes, cancel);

    /// <summary>The linear layers that were built, by their names in the checkpoint: what a LoRA refers to.</summary>
    public IReadOnlyDictionary<string, Linear> Linears => _linears;

    /// <summary>The tensors that were learned and are kept as they are computed with, by their names in the checkpoint.</summary>
    public IReadOnlyDictionary<string, Tensor> Learned => _learned;

    /// <summary>Of the linear layers, those of repeated layers.</summary>
    public IReadOnlyCollection<string> RepeatedLayers => _repeated;

    /// <summary>Builds a network from its weights; the network owns them from then on.</summary>
    /// <exception cref="ModelLoadException">A tensor is missing, misshapen, or used by nothing.</exception>
    public static TNetwork Build<TNetwork>(
        Checkpoint checkpoint, ScalarType type, Device device,
        Func<WeightScope, TNetwork> build) => Build(checkpoint, new WeightStorage(type, device), build);

    /// <summary>
    /// Builds a network from its weights; the network owns them from then on, and the open files, where it reads layers for
    /// each use.
    /// </summary>
    /// <param name="open">Opens the checkpoint.</param>
    /// <param name="storage">How the weights are kept.</param>
    /// <param name="build">Makes the network.</param>
    /// <param name="cancel">Looked at before each tensor.</param>
    /// <exception cref="ModelLoadException">A tensor is missing, misshapen, or used by nothing.</exception>
    public static TNetwork Build<TNetwork>(
        Func<Checkpoint> open, WeightStorage storage, Func<WeightScope, TNetwork> build, CancellationToken cancel = default)
    {
        var checkpoint = open();
        bool kept = false;
        try
        {
            return Build(checkpoint, storage, weights =>
            {
                var network = build(weights);
                if (storage.Fetcher is not null)
                    weights.Own(checkpoint);
                kept = storage.Fetcher is not null;
                return network;
            }, cancel);
        }
        finally
        {
            if (!kept)
                checkpoint.Dispose();
        }
    }

    private static TNetwork Build<TNetwork>(
        Checkpoint checkpoint, WeightStorage storage, Func<WeightScope, TNetwork> build, CancellationToken cancel = default)
    {
        Libtorch.Load();
        using var separate = storage.Apart ? Libtorch.SeparateBlocks() : null;
        var loader = new WeightLoader(checkpoint, storage, [.. checkpoint.Names], new LayerChanges(), cancel);
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
        where TNetwork : IDisposable => Build(checkpoint, WeightStorage.None, build).Dispose();

    /// <exception cref="ModelLoadException">
    /// The tensor is missing, has another shape, or does not hold floating-point numbers.
    /// </exception>
    public Tensor Load(string name, ReadOnlySpan<long> shape) => _learned[name] = LoadTable(name, shape);

    /// <summary>A tensor that is a table and not learned, though it is kept in the checkpoint.</summary>
    /// <inheritdoc cref="Load"/>
    public Tensor LoadTable(string name, ReadOnlySpan<long> shape) => Own(Read(name, shape, _storage.Type));

    public bool Has(string name) => _checkpoint.Find(name) is not null;

    /// <summary>A linear layer, remembered by its name.</summary>
    /// <param name="name">The layer's.</param>
    /// <param name="inputs">Of the matrix.</param>
    /// <param name="outputs">Of the matrix.</param>
    /// <param name="bias">Whether it has one.</param>
    /// <param name="repeated">
    /// Whether it is of a repeated layer: only those are kept otherwise than in the computing type.
    /// </param>
    public Linear Linear(string name, long inputs, long outputs, bool bias, bool repeated)
    {
        if (repeated)
            _repeated.Add(name);
        string weight = $"{name}.weight";
        var matrix = Own(
            AsChanged(name, Matrix(weight, outputs, inputs, repeated && !_storage.IsNone ? _storage.Kept : WeightKind.Auto)));
        if (matrix is DenseMatrix dense)
            _learned[weight] = dense.Dense();
        return _linears[name] = new Linear(matrix, bias ? Load($"{name}.bias", [outputs]) : null);
    }

    /// <summary>Layers that follow each other, under a prefix and their numbers.</summary>
    public ILayerStack<TLayer> Stack<TLayer>(string prefix, int count, Func<WeightScope, TLayer> build)
    {
        TLayer Build(WeightLoader loader, int i) => build(new WeightScope(loader, $"{prefix}{i}.", repeated: true));
        if (_storage.Fetcher is not { } fetcher)
            return new LoadedLayers<TLayer>([.. Enumerable.Range(0, count).Select(i => Build(this, i))]);

        for (int i = 0; i < count; i++)
            Expect(loader => Build(loader, i));
        return Own(new StreamedLayers<TLayer>(count, i => Fetch(loader => Build(loader, i)), () => _changes.Version, fetcher));
    }

    /// <summary>Leaves everything under a prefix where it is.</summary>
    public void Skip(string prefix) => _unclaimed.RemoveWhere(name => name.StartsWith(prefix, StringComparison.Ordinal));

    public void Dispose()
    {
        foreach (var owned in _owned)
            owned.Dispose();
        _owned.Clear();
    }

    /// <summary>Disposes it with the weights.</summary>
    public T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    private IMatrix Matrix(string name, long outputs, long inputs, WeightKind kept)
    {
        if (kept == WeightKind.I8)
        {
            if (_storage.Cache?.Read(name, [outputs, inputs], _storage.Type, _storage.Device) is { } cached)
            {
                _unclaimed.Remove(name);
                return cached;
            }

            using var wide = Read(name, [outputs, inputs], ScalarType.Float32);
            return Int8Matrix.Of(wide, _storage.Type);
        }

        return kept == WeightKind.BF16 && _storage.Type != ScalarType.BFloat16
            ? new NarrowMatrix(Read(name, [outputs, inputs], ScalarType.BFloat16), _storage.Type)
            : new DenseMatrix(Read(name, [outputs, inputs], _storage.Type));
    }

    // Of a layer that is read for each use, nobody needs what was read as well.
    private IMatrix AsChanged(string layer, IMatrix matrix)
    {
        if (_changes.Of(layer) is not { } change)
            return matrix;
        using (matrix)
            return matrix.Changed(change);
    }

    // Names and shapes of a layer that is read later.
    private void Expect<TLayer>(Func<WeightLoader, TLayer> build)
    {
        using var check = new WeightLoader(_checkpoint, WeightStorage.None, _unclaimed, new LayerChanges(), _cancel);
        build(check);
        foreach (var (name, layer) in check.Linears)
        {
            long[] shape = [.. layer.Shape];
            _linears[name] = new Linear(new StreamedMatrix(name, shape, () => ReadDense(name, shape), _changes), null);
        }
    }

    private FetchedLayer<TLayer> Fetch<TLayer>(Func<WeightLoader, TLayer> build)
    {
        var loader = new WeightLoader(_checkpoint, _storage with { Fetcher = null }, [], _changes, CancellationToken.None);
        try
        {
            return new FetchedLayer<TLayer>(build(loader), loader);
        }
        catch
        {
            loader.Dispose();
            throw;
        }
    }

    private Tensor ReadDense(string layer, long[] shape)
    {
        using var scope = NewDisposeScope();
        using var matrix = Matrix($"{layer}.weight", shape[0], shape[1], _storage.Kept);
        return scope.MoveToOuter(matrix.Dense().clone());
    }

    // Belongs to no scope.
    private Tensor Read(string name, ReadOnlySpan<long> shape, ScalarType type)
    {
        _cancel.ThrowIfCancellationRequested();
        var entry = _checkpoint.Find(name) ?? throw new ModelLoadException(_checkpoint.Path, $"the tensor {name} is missing.");
        if (!shape.SequenceEqual([.. entry.Shape]))
            throw new ModelLoadException(
                _checkpoint.Path,
                $"the tensor {name} is {entry}, but the model's config asks for the shape ({string.Join(", ", shape.ToArray())})."
            );
        using var scope = NewDisposeScope();
        var tensor = _storage.IsNone
            ? empty(shape, dtype: StoredTensor.TypeOf(_checkpoint.Path, name, entry), device: _storage.Device)
            : StoredTensor.Read(_checkpoint.Path, name, entry, _checkpoint.CopyTo).to(type, _storage.Device);
        _unclaimed.Remove(name);
        return scope.Detach(tensor);
    }

    private void RefuseUnclaimed()
    {
        if (_unclaimed.Count == 0)
            return;
        string names = string.Join(", ", _unclaimed.Order(StringComparer.Ordinal).Take(NamesInMessage));
        string more = _unclaimed.Count > NamesInMessage ? $" and {_unclaimed.Count - NamesInMessage} more" : "";
        throw new ModelLoadException(
            _checkpoint.Path,
            $"the model has no place for the tensors {names}{more}; the file belongs to another architecture or another config.");
    }
}
