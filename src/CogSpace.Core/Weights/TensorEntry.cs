namespace CogSpace.Weights;

/// <summary>Where a named tensor lies in its file, and what it is.</summary>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Sizes, outermost first; empty for a single number.</param>
/// <param name="Offset">First byte, counted from the start of the file.</param>
/// <param name="Length">Number of bytes.</param>
public sealed record TensorEntry(ElementType Type, IReadOnlyList<long> Shape, long Offset, long Length)
{
    /// <summary>"BF16 (64, 128)", for messages.</summary>
    public override string ToString() => $"{Type.Name()} ({string.Join(", ", Shape)})";
}
