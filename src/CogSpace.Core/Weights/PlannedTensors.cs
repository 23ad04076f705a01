namespace CogSpace.Weights;

/// <summary>Tensors that are about to be written, looked at as if they were a file already.</summary>
/// <param name="path">The file that they come from, for messages.</param>
/// <param name="tensors">Each has its own name.</param>
public sealed class PlannedTensors(string path, IEnumerable<TensorSource> tensors) : ITensorFile
{
    private readonly Dictionary<string, TensorSource> _tensors = tensors.ToDictionary(
        tensor => tensor.Name, StringComparer.Ordinal);

    public string Path => path;

    public IReadOnlyDictionary<string, TensorEntry> Tensors =>
        field ??= _tensors.ToDictionary(
            item => item.Key, item => new TensorEntry(item.Value.Type, item.Value.Shape, 0, item.Value.Length),
            StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    public void CopyTo(string name, Span<byte> destination) => _tensors[name].CopyTo(destination);

    public void Dispose()
    {
        // The file that they come from is somebody else's.
    }
}
