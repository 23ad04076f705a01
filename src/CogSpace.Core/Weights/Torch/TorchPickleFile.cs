namespace CogSpace.Weights.Torch;

/// <summary>
/// A file of torch.save (.pt, .pth, .pkl, .bin), in the format of today or of before 1.6. Its tensors can be read; nothing in
/// it is run.
/// </summary>
public sealed class TorchPickleFile : ITensorFile
{
    /// <summary>What a tensor is called that was saved by itself, without a name.</summary>
    public const string Alone = StateDict.Alone;

    private readonly MappedFile _file;
    private readonly Dictionary<string, TorchTensor> _tensors;

    private TorchPickleFile(MappedFile file, Dictionary<string, TorchTensor> tensors, Dictionary<string, long> storages)
    {
        (_file, _tensors) = (file, tensors);
        Tensors = tensors.ToDictionary(
            item => item.Key, item => Entry(item.Value, storages[item.Value.Storage.Key]), StringComparer.Ordinal);
    }

    public string Path => _file.Path;

    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    /// <param name="path">The file.</param>
    /// <param name="dropPrefix">
    /// What names lose that begin with it, such as the "module." of a model that was trained on several devices; null: they
    /// stay as they are.
    /// </param>
    /// <exception cref="ModelLoadException">
    /// The file cannot be opened, is damaged, or holds more than tensors and plain data; the message names what.
    /// </exception>
    public static TorchPickleFile Open(string path, string? dropPrefix = null)
    {
        var file = MappedFile.Open(path);
        try
        {
            return Recognizes(file)
                ? Open(file, dropPrefix)
                : throw new ModelLoadException(path, "it is not a file of PyTorch's torch.save.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file begins like one of torch.save: as a zip archive or as a pickle of protocol 2 to 5.</summary>
    internal static bool Recognizes(MappedFile file) =>
        file.Length >= 4 && (IsZip(file) || (IsPickle(file.Bytes(0, 2)) && !BeginsLikeSafetensors(file)));

    /// <summary>Takes over a file that is open already, unless it is refused.</summary>
    internal static TorchPickleFile Open(MappedFile file, string? dropPrefix)
    {
        try
        {
            var (root, storages) = IsZip(file) ? TorchArchive.Read(file) : TorchLegacyFile.Read(file);
            var tensors = new Dictionary<string, TorchTensor>(StringComparer.Ordinal);
            foreach (var (name, tensor) in StateDict.Tensors(root))
            {
                string shorter =
                    dropPrefix is not null && name.StartsWith(dropPrefix, StringComparison.Ordinal)
                        ? name[dropPrefix.Length..]
                        : name;
                if (!tensors.TryAdd(shorter, tensor))
                    throw new PickleException($"has {shorter} both with and without {dropPrefix}");
            }

            return new TorchPickleFile(file, tensors, storages);
        }
        catch (PickleException e)
        {
            throw new ModelLoadException(file.Path, $"it {e.Message}.", e);
        }
    }

    public void CopyTo(string name, Span<byte> destination)
    {
        var (entry, tensor) = (Tensors[name], _tensors[name]);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, entry.Length);
        if (tensor.Span > int.MaxValue)
            throw new ModelLoadException(
                Path, $"the tensor {name} is spread over {tensor.Span} bytes; at most {int.MaxValue} are supported.");
        tensor.CopyTo(_file.Bytes(entry.Offset, (int)tensor.Span), destination);
    }

    public void Dispose() => _file.Dispose();

    private static TensorEntry Entry(TorchTensor tensor, long storage)
    {
        int size = tensor.Storage.Type.Size();
        return new TensorEntry(
            tensor.Storage.Type, tensor.Shape, storage + (tensor.Count == 0 ? 0 : tensor.Offset * size), tensor.Count * size);
    }

    private static bool IsPickle(ReadOnlySpan<byte> start) => start[0] == (byte)PickleOpcode.Proto && start[1] is >= 2 and <= 5;

    // A header of 640 bytes announces itself with 80 02; but it goes on with zeros, and the header begins.
    private static bool BeginsLikeSafetensors(MappedFile file) =>
        file.Length > 8 && file.Bytes(4, 5).SequenceEqual("\0\0\0\0{"u8);

    private static bool IsZip(MappedFile file) => file.Bytes(0, 4).SequenceEqual("PK\u0003\u0004"u8);
}
