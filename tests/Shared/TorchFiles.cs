using System.Buffers.Binary;
using System.IO.Compression;

namespace CogSpace.Tests;

/// <summary>Writes files as torch.save does, of pickles and storages that a test gives.</summary>
internal static class TorchFiles
{
    /// <summary>The zip format.</summary>
    public static byte[] Zip(byte[] pickle, params IEnumerable<(string Key, byte[] Bytes)> storages) =>
        Zip([
            ("archive/data.pkl", pickle),
            ("archive/byteorder", "little"u8.ToArray()),
            .. storages.Select(storage => ($"archive/data/{storage.Key}", storage.Bytes)),
        ]);

    /// <summary>An archive of any entries.</summary>
    public static byte[] Zip(
        IEnumerable<(string Name, byte[] Bytes)> entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        }

        return file.ToArray();
    }

    /// <summary>The format before the zip format.</summary>
    public static byte[] Legacy(byte[] pickle, params (string Key, int ElementBytes, byte[] Bytes)[] storages)
    {
        using var file = new MemoryStream();
        file.Write([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.']);
        file.Write(PickleText.Begin.Raw((byte)'M', 0xe9, 0x03).End());
        file.Write(
            PickleText.Begin.Dictionary(("protocol_version", p => p.Number(1001)), ("little_endian", p => p.Raw(0x88))).End());
        file.Write(pickle);
        var keys = PickleText.Begin.Op(']').Op('(');
        foreach (var (key, _, _) in storages)
            keys.Text(key);
        file.Write(keys.Op('e').End());
        var length = new byte[8];
        foreach (var (_, elementBytes, bytes) in storages)
        {
            BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length / elementBytes);
            file.Write(length);
            file.Write(bytes);
        }

        return file.ToArray();
    }
}
