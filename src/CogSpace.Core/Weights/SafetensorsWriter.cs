using System.Buffers.Binary;
using System.Text.Json;

namespace CogSpace.Weights;

/// <summary>Writes safetensors files: first the header, then each tensor's bytes in the same order.</summary>
public static class SafetensorsWriter
{
    /// <param name="path">Written under a temporary name beside it and renamed when complete.</param>
    /// <param name="tensors">Name, type, shape and little-endian bytes of each tensor.</param>
    /// <param name="metadata">The header's notes, if any.</param>
    /// <exception cref="CogSpaceException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyList<(string Name, ElementType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        string partial = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = new FileStream(partial, FileMode.CreateNew, FileAccess.Write))
            {
                var header = Header(tensors, metadata);
                Span<byte> length = stackalloc byte[SafetensorsHeader.PrefixBytes];
                BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
                stream.Write(length);
                stream.Write(header);
                foreach (var tensor in tensors)
                    stream.Write(tensor.Bytes.Span);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(partial))
                File.Delete(partial);
            throw new CogSpaceException($"Cannot write {path}: {e.Message}", e);
        }
    }

    private static byte[] Header(
        IReadOnlyList<(string Name, ElementType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes)> tensors,
        IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach (var (name, type, shape, bytes) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", type.ToString().ToUpperInvariant());
                json.WriteStartArray("shape");
                foreach (long size in shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Padded with spaces so that the data starts at a multiple of eight.
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
