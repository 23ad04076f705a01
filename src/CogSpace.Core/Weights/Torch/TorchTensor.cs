namespace CogSpace.Weights.Torch;

/// <summary>A view of a storage: from an element on, so many in each direction, so far apart.</summary>
/// <param name="storage">May be shared with others.</param>
/// <param name="offset">First element.</param>
/// <param name="shape">Sizes, outermost first.</param>
/// <param name="strides">Elements from one to the next along each axis; none is negative.</param>
internal sealed class TorchTensor(TorchStorage storage, long offset, long[] shape, long[] strides)
{
    /// <summary>Weights of networks have five at most.</summary>
    public const int MaxAxes = 16;

    public TorchStorage Storage => storage;

    public long Offset => offset;

    public long[] Shape => shape;

    /// <summary>Elements; cannot overflow once <see cref="Problem"/> is null.</summary>
    public long Count => shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Why there can be no such tensor; null if there can.</summary>
    public string? Problem()
    {
        if (shape.Length != strides.Length)
            return $"has {shape.Length} sizes but {strides.Length} strides";
        if (offset < 0 || shape.Any(size => size < 0) || strides.Any(stride => stride < 0))
            return "has a negative size, stride or offset";
        try
        {
            long count = checked(shape.Aggregate(1L, (product, size) => checked(product * size)));
            // its last element
            long last = checked(offset + shape.Zip(strides).Sum(axis => checked((axis.First - 1) * axis.Second)));
            if (count > 0 && last >= storage.Count)
                return $"ends at element {last} of a storage that has only {storage.Count}";
            // A view may repeat elements, so that a few bytes claim to be terabytes.
            return count > storage.Count ? $"claims {count} elements of a storage that has only {storage.Count}" : null;
        }
        catch (OverflowException)
        {
            return "claims an impossible size";
        }
    }

    /// <summary>Copies the elements in order, without gaps.</summary>
    /// <param name="source">The storage from this tensor's first element on.</param>
    /// <param name="destination">Room for all of them.</param>
    public void CopyTo(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (destination.Length > 0)
            Copy(axis: 0, source, destination);
    }

    /// <summary>Bytes from the first element to the end of the last.</summary>
    public long Span =>
        Count == 0 ? 0 : (shape.Zip(strides).Sum(axis => (axis.First - 1) * axis.Second) + 1) * storage.Type.Size();

    private void Copy(int axis, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (IsDense(axis))
        {
            source[..destination.Length].CopyTo(destination);
            return;
        }

        int part = destination.Length / (int)shape[axis];
        for (int i = 0; i < shape[axis]; i++)
            Copy(axis + 1, source[(int)(i * strides[axis] * storage.Type.Size())..], destination.Slice(i * part, part));
    }

    // Whether the rest of the axes lies in memory just as it is wanted.
    private bool IsDense(int axis)
    {
        long expected = 1;
        for (int i = shape.Length - 1; i >= axis; i--)
        {
            if (shape[i] != 1 && strides[i] != expected)
                return false;
            expected *= shape[i];
        }

        return true;
    }
}
