namespace CogSpace.Weights.Torch;

/// <summary>The format of torch.save since 1.6: a zip archive with one pickle and a file for each storage.</summary>
/// <remarks>Source: torch/serialization.py, _save and _load.</remarks>
internal static class TorchArchive
{
    private const string PickleName = "data.pkl";

    /// <returns>What the pickle describes, and where each storage begins.</returns>
    public static (object? Root, Dictionary<string, long> Storages) Read(MappedFile file)
    {
        var entries = StoredZip.Read(file);
        string name = entries.Keys.Where(entry => entry.EndsWith($"/{PickleName}", StringComparison.Ordinal)).ToList()
            is [var only]
            ? only
            : throw new ModelLoadException(
                file.Path, $"it is a zip archive without a {PickleName}, or with several; this is not a file of torch.save.");
        string folder = name[..^PickleName.Length];
        RefuseBigEndian(file, entries, folder);

        var (offset, length) = entries[name];
        if (length > Unpickler.MaxBytes)
            throw new ModelLoadException(
                file.Path, $"its {PickleName} has {length} bytes; at most {Unpickler.MaxBytes} are read.");
        var unpickler = new Unpickler(file.Bytes(offset, (int)length).ToArray(), start: 0);
        object? root = unpickler.Run();
        return (
            root,
            unpickler.Storages.Values.ToDictionary(storage => storage.Key, storage => Place(file, entries, folder, storage)));
    }

    private static long Place(
        MappedFile file, Dictionary<string, (long Offset, long Length)> entries, string folder, TorchStorage storage)
    {
        if (!entries.TryGetValue($"{folder}data/{storage.Key}", out var place))
            throw new PickleException($"has tensors in storage {storage.Key}, which the archive does not have; it is damaged");
        if (storage.Count > place.Length / storage.Type.Size())
            throw new PickleException(
                $"has {storage.Count} elements of {storage.Type.Name()} in storage " +
                $"{storage.Key}, which has only {place.Length} bytes; it is damaged"
            );
        return place.Offset;
    }

    private static void RefuseBigEndian(MappedFile file, Dictionary<string, (long Offset, long Length)> entries, string folder)
    {
        if (
            entries.TryGetValue($"{folder}byteorder", out var place)
            && !(place.Length == 6 && file.Bytes(place.Offset, 6).SequenceEqual("little"u8))
        )
            throw new ModelLoadException(file.Path, "its numbers are not little endian; save it again on a usual machine.");
    }
}
