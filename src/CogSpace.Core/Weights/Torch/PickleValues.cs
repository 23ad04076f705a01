namespace CogSpace.Weights.Torch;

// What the pickle machine makes: descriptions and nothing that acts. Numbers are long, Int128 or double;
// texts are string; None is null; True and False are bool.

/// <summary>A tuple.</summary>
internal sealed class PickleTuple(object?[] items)
{
    public object?[] Items => items;
}

/// <summary>A list or a set.</summary>
internal sealed class PickleList
{
    private List<object?>? _items;

    public IReadOnlyList<object?> Items => _items ?? [];

    public void Add(object? item) => (_items ??= []).Add(item);
}

/// <summary>A dictionary. Only what stands under texts is kept: nothing else can be asked for by name.</summary>
internal sealed class PickleDict
{
    private Dictionary<string, object?>? _items;

    public IReadOnlyDictionary<string, object?> Items => _items ??= new(StringComparer.Ordinal);

    /// <returns>Whether the key is new.</returns>
    public bool TryAdd(object? key, object? value) =>
        key is not string text || (_items ??= new(StringComparer.Ordinal)).TryAdd(text, value);
}

/// <summary>One of the names on the allow-list, by which a pickle refers to something outside itself.</summary>
/// <param name="Name">"torch._utils._rebuild_tensor_v2"</param>
internal sealed record PickleGlobal(string Name);

/// <summary>A run of elements that tensors look into.</summary>
/// <param name="Type">Type of an element.</param>
/// <param name="Key">Its name in the file.</param>
/// <param name="Count">Elements.</param>
internal sealed record TorchStorage(ElementType Type, string Key, long Count);
