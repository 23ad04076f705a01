using System.Text.Json;

namespace CogSpace.Web.Jobs;

/// <summary>A file of the data folder to which a line of JSON is added for each entry.</summary>
/// <typeparam name="T">An entry.</typeparam>
/// <param name="data">The folder.</param>
/// <param name="name">Of the file.</param>
/// <param name="about">What the entries are, for the log.</param>
/// <param name="log">Hears of a disk that fails; nobody else does.</param>
internal abstract class LineJournal<T>(DataFolder data, string name, string about, ILogger log)
    where T : class
{
    private string FullPath => Path.Combine(data.Root, name);

    /// <summary>All lines that are whole; none where the file cannot be read.</summary>
    public IReadOnlyList<T> Read()
    {
        try
        {
            return File.Exists(FullPath) ? [.. File.ReadLines(FullPath).Select(Read).OfType<T>()] : [];
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            log.LogWarning(e, "{About} cannot be read and is forgotten", about);
            return [];
        }
    }

    /// <summary>Replaces all lines.</summary>
    public void Write(IEnumerable<T> entries)
    {
        try
        {
            AtomicFile.Write(FullPath, stream =>
            {
                foreach (var entry in entries)
                    stream.Write(Line(entry));
            });
        }
        catch (CogSpaceException e)
        {
            log.LogWarning(e, "{About} of more than a day ago cannot be removed now", about);
        }
    }

    /// <summary>Adds a line; a disk that does not take it loses only this.</summary>
    public void Append(T entry)
    {
        try
        {
            using var file = new FileStream(FullPath, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.Write(Line(entry));
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            log.LogWarning(e, "{About} cannot be noted", about);
        }
    }

    /// <summary>Whether an entry has everything that it needs.</summary>
    protected abstract bool IsWhole(T entry);

    private static byte[] Line(T entry) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(entry, JsonSerializerOptions.Web), (byte)'\n'];

    private T? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web) is { } entry && IsWhole(entry) ? entry : null;
        }
        catch (JsonException)          // cut off when the server ended
        {
            return null;
        }
    }
}
