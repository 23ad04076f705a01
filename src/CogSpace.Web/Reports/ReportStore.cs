using System.Text.Json;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Reports;

/// <summary>Reports on disk, a file for each, until an operator removes them.</summary>
internal sealed class ReportStore(DataFolder data, ILogger<ReportStore> log)
{
    /// <summary>No more are kept: somebody has to read them.</summary>
    public const int Most = 1000;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly Lock _adding = new();

    /// <summary>Keeps one. When this returns it is on disk.</summary>
    /// <returns>False: there are as many as are kept.</returns>
    /// <exception cref="CogSpaceException">It cannot be written.</exception>
    public bool Add(Report report)
    {
        lock (_adding)
        {
            if (Files().Take(Most).Count() >= Most)
            {
                log.LogWarning("A report was not taken: there are {Count} already, which somebody should read", Most);
                return false;
            }

            AtomicFile.Write(PathOf(report.Id), JsonSerializer.SerializeToUtf8Bytes(report, Format), isDurable: true);
        }

        log.LogWarning("Report {ReportId} has come, of job {JobId}", report.Id, report.Video);
        return true;
    }

    /// <summary>All that can be read, the newest first.</summary>
    public IReadOnlyList<Report> All() =>
        [.. Files().Select(TryRead).OfType<Report>().OrderByDescending(report => report.Sent)];

    /// <summary>Removes one that was dealt with. Does nothing where there is none.</summary>
    /// <exception cref="CogSpaceException">It cannot be removed.</exception>
    public void Remove(string id)
    {
        if (UnguessableId.IsValid(id))
            Disk.Try("Cannot remove a report", () => File.Delete(PathOf(id)));
    }

    private string PathOf(string id) => Path.Combine(data.Reports, $"{id}.json");

    private IEnumerable<string> Files() => Directory.EnumerateFiles(data.Reports, "*.json");

    private Report? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Report>(File.ReadAllBytes(path), Format);
        }
        catch (Exception e) when (e is JsonException || Disk.Failed(e))
        {
            log.LogWarning("The report {Name} cannot be read: {Problem}", Path.GetFileName(path), e.Message);
            return null;
        }
    }
}
