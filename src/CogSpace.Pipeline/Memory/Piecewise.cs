namespace CogSpace.Pipeline.Memory;

/// <summary>
/// Computes what treats every slice of a tensor by itself some slices at a time, so that what lies between is small. The
/// result is the same.
/// </summary>
internal static class Piecewise
{
    /// <summary>
    /// Numbers of a piece: 16 MB in bfloat16. Fewer make more calls, and convolutions over time look at more frames twice.
    /// </summary>
    public const long Most = 1 << 23;

    /// <summary>Slices along an axis, in as few pieces as are allowed.</summary>
    /// <param name="slices">How many there are.</param>
    /// <param name="numbers">Of all of them, in the largest tensor that is made on the way.</param>
    /// <param name="multiple">Only so many slices can be treated by themselves.</param>
    /// <param name="most">Numbers of a piece.</param>
    public static IEnumerable<(long Start, long Length)> Of(long slices, long numbers, long multiple = 1, long most = Most)
    {
        long perSlice = Math.Max(numbers / Math.Max(slices, 1), 1);
        long length = Math.Max(most / perSlice / multiple, 1) * multiple;
        for (long start = 0; start < slices; start += length)
            yield return (start, Math.Min(length, slices - start));
    }

    /// <summary>Like <see cref="Join"/>, but what comes out takes the place of what went in.</summary>
    /// <param name="axis">Along which slices are taken.</param>
    /// <param name="x">Overwritten piece by piece.</param>
    /// <param name="pieces">Of <see cref="Of"/>.</param>
    /// <param name="compute">Makes what a piece becomes, of the same size, out of nothing else of x.</param>
    public static void Replace(
        int axis, Tensor x, IEnumerable<(long Start, long Length)> pieces, Func<long, long, Tensor> compute)
    {
        foreach (var (start, length) in pieces)
        {
            using var piece = NewDisposeScope();
            x.narrow(axis, start, length).copy_(compute(start, length));
        }
    }

    /// <param name="axis">Along which the result is put together.</param>
    /// <param name="pieces">Of <see cref="Of"/>.</param>
    /// <param name="compute">Makes the part of the result for a piece; all have the same sizes but for the axis.</param>
    /// <returns>The whole result, a tensor of the current scope.</returns>
    public static Tensor Join(int axis, IEnumerable<(long Start, long Length)> pieces, Func<long, long, Tensor> compute)
    {
        using var scope = NewDisposeScope();
        (long Start, long Length)[] all = [.. pieces];
        var first = compute(all[0].Start, all[0].Length);
        if (all.Length == 1)
            return scope.MoveToOuter(first);
        if (Gradients.Need(first))
            return scope.MoveToOuter(cat([first, .. all[1..].Select(piece => compute(piece.Start, piece.Length))], axis));
        var (slices, length) = (all[^1].Start + all[^1].Length, all[0].Length);
        long[] size = first.shape;
        long scale = size[axis] / length;
        size[axis] = slices * scale;
        var whole = empty(size, dtype: first.dtype, device: first.device);
        whole.narrow(axis, 0, length * scale).copy_(first);
        first.Dispose();
        foreach (var (start, count) in all[1..])
        {
            using var piece = NewDisposeScope();
            whole.narrow(axis, start * scale, count * scale).copy_(compute(start, count));
        }

        return scope.MoveToOuter(whole);
    }
}
