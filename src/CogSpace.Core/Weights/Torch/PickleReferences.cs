namespace CogSpace.Weights.Torch;

/// <summary>Whatever a pickle refers to outside itself: names on the allow-list, and the storages beside it.</summary>
internal sealed class PickleReferences
{
    // A tensor takes two. Its description is larger than the three bytes that can repeat it.
    private const int MaxCalls = 100_000;

    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);
    private int _calls;

    /// <summary>Every storage that was referred to.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <exception cref="PickleException">The name is not on the allow-list.</exception>
    public static PickleGlobal Named(string module, string name)
    {
        string whole = $"{module}.{name}";
        return PickleAllowList.Contains(whole)
            ? new PickleGlobal(whole)
            : throw new PickleException(
                $"refers to {Printable(whole)}, which may run code or is not known; only tensors, numbers, texts and " +
                "containers of them are read"
            );
    }

    /// <param name="parts">What is called, and its arguments.</param>
    public object? Call(object?[] parts)
    {
        if (parts is not [PickleGlobal global, PickleTuple arguments])
            throw new PickleException("calls something that is not a function");
        return ++_calls <= MaxCalls
            ? PickleAllowList.Call(global, arguments.Items)
            : throw new PickleException($"describes more than {MaxCalls / 2} tensors");
    }

    /// <param name="id">
    /// ("storage", torch.FloatStorage, key, place, elements) and, in old files, a view of another storage, or None.
    /// </param>
    public TorchStorage Storage(object? id)
    {
        if (id is not PickleTuple { Items: ["storage", PickleGlobal kind, string key, _, long count, .. var rest] }
            || count < 0 || rest is not ([] or [null]) || !PickleAllowList.IsStorage(kind, out var type))
            throw new PickleException("refers to a storage in a way that is not understood");
        var storage = new TorchStorage(type, key, count);
        if (!_storages.TryAdd(key, storage) && _storages[key] != storage)
            throw new PickleException($"describes storage {Printable(key)} in two ways");
        return _storages[key];
    }

    /// <summary>Cut where it gets long; what stands in a file must not steer a terminal.</summary>
    public static string Printable(string text) =>
        string.Concat((text.Length > 200 ? text[..200] + "..." : text).Select(c => char.IsControl(c) ? '?' : c));
}
