using System.Runtime.InteropServices;

namespace CogSpace.Pipeline.Text;

/// <summary>A set of byte strings, each with a number, that is searched one byte at a time.</summary>
internal sealed class ByteTrie
{
    public const int Root = 0;
    public const int None = -1;

    private readonly Dictionary<long, int> _children = [];   // node * 256 + byte -> node
    private readonly List<int> _values = [None];             // node -> number of the string that ends there

    public void Add(ReadOnlySpan<byte> key, int value)
    {
        int node = Root;
        foreach (byte next in key)
        {
            ref int child = ref CollectionsMarshal.GetValueRefOrAddDefault(_children, Edge(node, next), out bool exists);
            if (!exists)
            {
                child = _values.Count;
                _values.Add(None);
            }

            node = child;
        }

        _values[node] = value;
    }

    /// <summary>Follows one byte from a node; false if no string goes on like that.</summary>
    public bool Step(ref int node, byte next) => _children.TryGetValue(Edge(node, next), out node);

    /// <summary>The number of the string that ends at a node, or <see cref="None"/>.</summary>
    public int ValueAt(int node) => _values[node];

    /// <summary>The longest string that the text begins with; length 0 if there is none.</summary>
    public (int Length, int Value) LongestPrefix(ReadOnlySpan<byte> text)
    {
        (int Length, int Value) longest = (0, None);
        int node = Root;
        for (int i = 0; i < text.Length && Step(ref node, text[i]); i++)
        {
            if (_values[node] != None)
                longest = (i + 1, _values[node]);
        }

        return longest;
    }

    private static long Edge(int node, byte next) => ((long)node << 8) | next;
}
