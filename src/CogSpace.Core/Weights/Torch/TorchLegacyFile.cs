using System.Buffers.Binary;

namespace CogSpace.Weights.Torch;

/// <summary>The format of torch.save before 1.6: five pickles in a row, then the storages, each behind its length.</summary>
/// <remarks>Source: torch/serialization.py, _legacy_save and _legacy_load.</remarks>
internal static class TorchLegacyFile
{
    private const long Protocol = 1001;
    private const int LengthBytes = 8;

    private static readonly Int128 Magic = new(0x1950, 0xa86a20f9469cfc6c);

    /// <returns>What the pickle describes, and where each storage begins.</returns>
    public static (object? Root, Dictionary<string, long> Storages) Read(MappedFile file)
    {
        var bytes = file.Bytes(0, (int)Math.Min(file.Length, Unpickler.MaxBytes)).ToArray();
        var magic = Run(bytes, 0);
        var protocol = Run(bytes, magic.End);
        if (magic.Value is not Int128 number || number != Magic || protocol.Value is not Protocol)
            throw new PickleException("is a pickle, but not one of torch.save");
        var system = Run(bytes, protocol.End);
        if (system.Value is not PickleDict facts || facts.Items.GetValueOrDefault("little_endian") is not true)
            throw new PickleException("has numbers that are not little endian");
        var root = Run(bytes, system.End);
        var keys = Run(bytes, root.End);
        return (
            root.Value,
            Place(
                file, keys.Value as PickleList ?? throw new PickleException("does not list its storages"), root.Storages,
                keys.End)
        );
    }

    private static (object? Value, IReadOnlyDictionary<string, TorchStorage> Storages, int End) Run(byte[] bytes, int start)
    {
        var unpickler = new Unpickler(bytes, start);
        return (unpickler.Run(), unpickler.Storages, unpickler.End);
    }

    private static Dictionary<string, long> Place(
        MappedFile file, PickleList keys, IReadOnlyDictionary<string, TorchStorage> storages, long position)
    {
        var places = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (object? item in keys.Items)
        {
            if (item is not string key || !storages.TryGetValue(key, out var storage))
                throw new PickleException("lists a storage that nothing refers to; it is damaged");
            if (position > file.Length - LengthBytes)
                throw new PickleException($"ends before storage {key}; it is truncated");
            long count = BinaryPrimitives.ReadInt64LittleEndian(file.Bytes(position, LengthBytes));
            position += LengthBytes;
            if (count != storage.Count || count > (file.Length - position) / storage.Type.Size())
                throw new PickleException(
                    $"has {count} elements in storage {key} instead of {storage.Count}, or ends within it; it is " +
                    "truncated or damaged"
                );
            if (!places.TryAdd(key, position))
                throw new PickleException($"has storage {key} twice");
            position += count * storage.Type.Size();
        }

        return places.Count == storages.Count ? places : throw new PickleException("lacks some of its storages; it is damaged");
    }
}
