using System.Text.Json;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Visitors;

/// <summary>
/// The day's computing on disk, a line of JSON for each video, so that a visitor's day outlives the server and the visitor's
/// own deleted videos.
/// </summary>
internal sealed class ComputeJournal(DataFolder data, ILogger<ComputeJournal> log)
{
    private const string Name = "computed.jsonl";

    private string FullPath => Path.Combine(data.Root, Name);

    /// <summary>All lines that are whole.</summary>
    public IReadOnlyList<ComputeEntry> Read()
    {
        try
        {
            return File.Exists(FullPath) ? [.. File.ReadLines(FullPath).Select(Read).OfType<ComputeEntry>()] : [];
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            log.LogWarning(e, "The computing of the last day cannot be read: visitors begin a new day");
            return [];
        }
    }

    /// <summary>Replaces all lines.</summary>
    public void Write(IEnumerable<ComputeEntry> entries)
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
            log.LogWarning(e, "The computing of more than a day ago cannot be removed now");
        }
    }

    /// <summary>Adds a line; a disk that does not take it loses only this.</summary>
    public void Append(ComputeEntry entry)
    {
        try
        {
            using var file = new FileStream(FullPath, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.Write(Line(entry));
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            log.LogWarning(e, "The computing of job {JobId} cannot be noted", entry.Job);
        }
    }

    private static byte[] Line(ComputeEntry entry) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(entry, JsonSerializerOptions.Web), (byte)'\n'];

    private static ComputeEntry? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ComputeEntry>(line, JsonSerializerOptions.Web) is { Job: { }, Visitor: { } } entry
                ? entry
                : null;
        }
        catch (JsonException)          // cut off when the server ended
        {
            return null;
        }
    }
}
