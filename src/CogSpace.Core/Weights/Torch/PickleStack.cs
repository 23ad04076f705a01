using System.Runtime.InteropServices;

namespace CogSpace.Weights.Torch;

/// <summary>The pickle machine's stack. What lies below the newest mark cannot be taken, as in Python.</summary>
internal sealed class PickleStack
{
    private readonly List<object?> _items = [];
    private readonly Stack<int> _marks = [];

    private int Floor => _marks.TryPeek(out int mark) ? mark : 0;

    public object? Top => _items.Count > Floor ? _items[^1] : throw Empty();

    public void Push(object? value) => _items.Add(value);

    public void Mark() => _marks.Push(_items.Count);

    public object?[] PopMany(int count) => _items.Count - count >= Floor ? Cut(_items.Count - count) : throw Empty();

    public object?[] PopToMark() =>
        _marks.TryPop(out int mark)
            ? Cut(mark)
            : throw new PickleException("ends a group that it did not begin; it is damaged");

    /// <summary>The result, when the machine stops.</summary>
    public object? PopLast() =>
        _items.Count == 1 && _marks.Count == 0
            ? Cut(0)[0]
            : throw new PickleException("stops in the middle of something; it is damaged");

    private object?[] Cut(int from)
    {
        object?[] cut = CollectionsMarshal.AsSpan(_items)[from..].ToArray();
        _items.RemoveRange(from, cut.Length);
        return cut;
    }

    private static PickleException Empty() => new("takes something from an empty stack; it is damaged");
}
