namespace CogSpace.Weights;

/// <summary>An open file of named tensors, whatever its format.</summary>
public interface ITensorFile : IDisposable
{
    string Path { get; }

    /// <summary>Every tensor of the file by name.</summary>
    IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>The file's own notes; empty where its format has none.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Copies a tensor's bytes, little endian, row by row.</summary>
    /// <param name="name">One of <see cref="Tensors"/>.</param>
    /// <param name="destination">As long as the entry's <see cref="TensorEntry.Length"/>.</param>
    void CopyTo(string name, Span<byte> destination);
}
