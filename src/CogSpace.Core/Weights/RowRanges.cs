namespace CogSpace.Weights;

/// <summary>Tensors put together from equal parts of the rows of another, in the file.</summary>
public static class RowRanges
{
    /// <param name="file">Holds the other.</param>
    /// <param name="name">Its name.</param>
    /// <param name="of">Into how many parts its rows fall.</param>
    /// <param name="parts">Which of them are taken, in this order.</param>
    /// <param name="newName">What the result is called.</param>
    /// <exception cref="ModelLoadException">Its rows do not fall into so many parts.</exception>
    public static TensorSource Take(ITensorFile file, string name, int of, IReadOnlyList<int> parts, string newName)
    {
        var entry = file.Tensors[name];
        if (entry.Shape.Count == 0 || entry.Shape[0] % of != 0)
            throw new ModelLoadException(file.Path, $"the tensor {name} is {entry}; its rows should fall into {of} parts.");
        return new TensorSource(newName, entry.Type, [entry.Shape[0] / of * parts.Count, .. entry.Shape.Skip(1)], destination =>
        {
            var whole = new byte[entry.Length];
            file.CopyTo(name, whole);
            int size = whole.Length / of;
            foreach (var (place, part) in parts.Index())
                whole.AsSpan(part * size, size).CopyTo(destination[(place * size)..]);
        });
    }
}
