namespace CogSpace.Weights;

/// <summary>A tensor that is about to be written; its bytes are asked for when it is its turn.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="CopyTo">Fills in the bytes, little endian, row by row.</param>
public sealed record TensorSource(string Name, ElementType Type, IReadOnlyList<long> Shape, TensorSource.Fill CopyTo)
{
    public delegate void Fill(Span<byte> destination);

    public long Length => Shape.Aggregate((long)Type.Size(), (product, size) => checked(product * size));

    /// <summary>A tensor of an open file, under its own name.</summary>
    public static TensorSource Of(ITensorFile file, string name) =>
        new(name, file.Tensors[name].Type, file.Tensors[name].Shape, destination => file.CopyTo(name, destination));
}
