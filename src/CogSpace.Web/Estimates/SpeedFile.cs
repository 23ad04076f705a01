using System.Text.Json;
using System.Text.Json.Serialization;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Estimates;

/// <summary>What was learned about the speed of this machine, on disk, so that it outlives the server.</summary>
internal sealed class SpeedFile(DataFolder data, ILogger<SpeedFile> log)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private string FullPath => Path.Combine(data.Root, "speeds.json");

    public IReadOnlyList<LearnedSpeed> Read()
    {
        try
        {
            return File.Exists(FullPath)
                ? [.. (JsonSerializer.Deserialize<LearnedSpeed[]>(File.ReadAllBytes(FullPath), Options) ?? [])
                    .Where(speed => speed is { IsWhole: true })]
                : [];
        }
        catch (Exception e) when (e is JsonException || Disk.Failed(e))
        {
            log.LogWarning(e, "How fast this machine is cannot be read: it is learned again");
            return [];
        }
    }

    public void Write(IReadOnlyList<LearnedSpeed> speeds)
    {
        try
        {
            AtomicFile.Write(FullPath, stream => JsonSerializer.Serialize(stream, speeds, Options));
        }
        catch (CogSpaceException e)
        {
            log.LogWarning(e, "How fast this machine is cannot be written down");
        }
    }
}
