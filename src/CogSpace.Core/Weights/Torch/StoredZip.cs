using System.Buffers.Binary;
using System.Text;

namespace CogSpace.Weights.Torch;

/// <summary>
/// The contents of a zip archive that compresses nothing, as torch.save writes them: where in the file each entry's bytes lie.
/// </summary>
/// <remarks>
/// Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3. The library's own reader does not say where an entry lies.
/// </remarks>
internal static class StoredZip
{
    private const uint EndSignature = 0x06054b50;
    private const uint Zip64EndSignature = 0x06064b50;
    private const uint Zip64LocatorSignature = 0x07064b50;
    private const uint EntrySignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int EndBytes = 22;
    private const int Zip64EndBytes = 56;
    private const int Zip64LocatorBytes = 20;
    private const int EntryBytes = 46;
    private const int LocalBytes = 30;
    private const int MaxEntries = 100_000;

    /// <exception cref="ModelLoadException">It is damaged, or has compressed, overlapping or misplaced entries.</exception>
    public static Dictionary<string, (long Offset, long Length)> Read(MappedFile file)
    {
        var (count, start, length) = Directory(file);
        if (count > MaxEntries || length > int.MaxValue || start < 0 || length < 0 || start > file.Length - length)
            throw new ModelLoadException(
                file.Path,
                $"its directory claims {count} entries in {length} bytes at {start}; it is damaged or no file of weights.");

        var entries = new Dictionary<string, (long Offset, long Length)>(StringComparer.Ordinal);
        var taken = new List<(long From, long To)>();
        var rest = file.Bytes(start, (int)length);
        for (long i = 0; i < count; i++)
        {
            var (name, local, size, bytes) = Entry(file, rest);
            long offset = DataOffset(file, name, local, start, size);
            if (!entries.TryAdd(name, (offset, size)))
                throw new ModelLoadException(file.Path, $"it has two entries called {name}.");
            taken.Add((local, offset + size));
            rest = rest[bytes..];
        }

        taken.Sort();
        if (taken.Zip(taken.Skip(1)).Any(pair => pair.First.To > pair.Second.From))
            throw new ModelLoadException(
                file.Path, "entries of the archive lie over each other; it is damaged or was made to deceive.");
        return entries;
    }

    private static (long Count, long Start, long Length) Directory(MappedFile file)
    {
        int tail = (int)Math.Min(file.Length, EndBytes + ushort.MaxValue);
        var bytes = file.Bytes(file.Length - tail, tail);
        for (int i = tail - EndBytes; i >= 0; i--)
        {
            var end = bytes[i..];
            if (U32(end, 0) != EndSignature || U16(end, 20) != end.Length - EndBytes)
                continue;
            var (count, length, start) = ((long)U16(end, 10), (long)U32(end, 12), (long)U32(end, 16));
            return count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue
                ? LargeDirectory(file, file.Length - tail + i)
                : (count, start, length);
        }

        throw new ModelLoadException(file.Path, "its zip directory is missing; it is truncated.");
    }

    private static (long Count, long Start, long Length) LargeDirectory(MappedFile file, long end)
    {
        if (
            end >= Zip64LocatorBytes
            && file.Bytes(end - Zip64LocatorBytes, Zip64LocatorBytes) is var locator
            && U32(locator, 0) == Zip64LocatorSignature
            && I64(locator, 8) is var position
            && position >= 0
            && position <= file.Length - Zip64EndBytes
            && file.Bytes(position, Zip64EndBytes) is var record
            && U32(record, 0) == Zip64EndSignature
        )
            return (I64(record, 32), I64(record, 48), I64(record, 40));
        throw new ModelLoadException(file.Path, "its zip64 directory cannot be found; it is damaged.");
    }

    private static (string Name, long Local, long Size, int Bytes) Entry(MappedFile file, ReadOnlySpan<byte> entry)
    {
        if (
            entry.Length < EntryBytes
            || U32(entry, 0) != EntrySignature
            || entry.Length < EntryBytes + U16(entry, 28) + U16(entry, 30) + U16(entry, 32)
        )
            throw new ModelLoadException(file.Path, "its zip directory is damaged.");
        var (nameLength, extraLength) = (U16(entry, 28), U16(entry, 30));
        string name = Encoding.UTF8.GetString(entry.Slice(EntryBytes, nameLength));
        if (
            name.Length == 0
            || name.StartsWith('/')
            || name.Any(c => char.IsControl(c) || c == '\\')
            || name.Split('/').Contains("..")
        )
            throw new ModelLoadException(file.Path, "an entry of the archive has a name that leads out of it or is none.");
        if ((U16(entry, 8) & 1) != 0)
            throw new ModelLoadException(file.Path, $"its entry {name} is encrypted.");

        var (packed, size, local) = ((long)U32(entry, 20), (long)U32(entry, 24), (long)U32(entry, 42));
        if (size == uint.MaxValue || packed == uint.MaxValue || local == uint.MaxValue)
            (packed, size, local) = LargeSizes(
                file, name, entry.Slice(EntryBytes + nameLength, extraLength), packed, size, local);
        if (U16(entry, 10) != 0 || packed != size)
            throw new ModelLoadException(file.Path, $"its entry {name} is compressed; PyTorch stores tensors as they are.");
        return (name, local, size, EntryBytes + nameLength + extraLength + U16(entry, 32));
    }

    // Those of the three numbers that did not fit stand in the extra field 1, in this order: size, packed size, place.
    private static (long Packed, long Size, long Local) LargeSizes(
        MappedFile file, string name, ReadOnlySpan<byte> extra, long packed, long size, long local)
    {
        while (extra.Length >= 4 && extra.Length >= 4 + U16(extra, 2))
        {
            var field = extra.Slice(4, U16(extra, 2));
            if (U16(extra, 0) == 1)
            {
                if (Large(ref size, ref field) && Large(ref packed, ref field) && Large(ref local, ref field))
                    return (packed, size, local);
                break;
            }

            extra = extra[(4 + field.Length)..];
        }

        throw new ModelLoadException(file.Path, $"the size of its entry {name} is missing; the zip directory is damaged.");
    }

    private static bool Large(ref long number, ref ReadOnlySpan<byte> field)
    {
        if (number != uint.MaxValue)
            return true;
        if (field.Length < 8)
            return false;
        number = I64(field, 0);
        field = field[8..];
        return true;
    }

    // The local header repeats the name and has its own padding.
    private static long DataOffset(MappedFile file, string name, long local, long directory, long size)
    {
        if (
            local >= 0
            && size >= 0
            && local <= directory - LocalBytes
            && file.Bytes(local, LocalBytes) is var header
            && U32(header, 0) == LocalSignature
        )
        {
            long offset = local + LocalBytes + U16(header, 26) + U16(header, 28);
            if (offset <= directory - size && Encoding.UTF8.GetString(file.Bytes(local + LocalBytes, U16(header, 26))) == name)
                return offset;
        }

        throw new ModelLoadException(
            file.Path, $"its entry {name} is not where the zip directory says, or is longer than the file; it is damaged.");
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static long I64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);
}
