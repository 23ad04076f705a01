using System.Text.Json;
using System.Text.Json.Serialization;

namespace CogSpace;

/// <summary>The keys that a host has made from the terminal: a file in the server's data folder, which only reads it.</summary>
/// <param name="folder">The data folder.</param>
public sealed class ProgramKeyFile(string folder)
{
    private const string Name = "api-keys.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    private readonly string _path = Path.Combine(folder, Name);

    /// <summary>Changes whenever the file does.</summary>
    public (DateTime Written, long Bytes) Version =>
        new FileInfo(_path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;

    /// <exception cref="CogSpaceException">The file is damaged or cannot be read.</exception>
    public IReadOnlyList<ProgramKey> Read()
    {
        if (!File.Exists(_path))
            return [];
        try
        {
            var keys = JsonSerializer.Deserialize<ProgramKey[]>(File.ReadAllBytes(_path), Format) ?? [];
            return keys.Select(key => key.Problem()).FirstOrDefault(problem => problem is not null) is { } wrong
                ? throw new CogSpaceException($"The file of keys {_path} is damaged: {wrong}")
                : keys;
        }
        catch (JsonException e)
        {
            throw new CogSpaceException($"The file of keys {_path} is damaged: {e.Message}", e);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            throw new CogSpaceException($"The file of keys {_path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Adds a key. When this returns it is on disk.</summary>
    /// <exception cref="InvalidRequestException">Something about it is not possible, or the name is taken.</exception>
    /// <exception cref="CogSpaceException">The file is damaged or cannot be written.</exception>
    public void Add(ProgramKey key)
    {
        if (key.Problem() is { } problem)
            throw new InvalidRequestException(problem);
        using (Lock())
        {
            var keys = Read();
            if (keys.Any(other => other.Name == key.Name))
                throw new InvalidRequestException(
                    $"There is a key called {key.Name} already. Revoke it first, or take another name.");
            Write([.. keys, key]);
        }
    }

    /// <summary>Removes a key. When this returns it is off the disk.</summary>
    /// <exception cref="InvalidRequestException">There is no such key.</exception>
    /// <exception cref="CogSpaceException">The file is damaged or cannot be written.</exception>
    public void Remove(string name)
    {
        using (Lock())
        {
            var keys = Read();
            if (keys.All(key => key.Name != name))
                throw new InvalidRequestException($"There is no key called {PlainNumber.Shown(name)}.");
            Write([.. keys.Where(key => key.Name != name)]);
        }
    }

    private void Write(ProgramKey[] keys) =>
        AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(keys, Format), isDurable: true);

    // Two commands at once would lose a change of one of them.
    private FileStream Lock()
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream($"{_path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            throw new CogSpaceException($"The file of keys {_path} cannot be changed now: {e.Message}", e);
        }
    }
}
