using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CogSpace.Web.Jobs;

/// <summary>job.json: text that a person can read, with the kind of request named in it.</summary>
internal static class JobJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,       // a file, never part of a page
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static byte[] Write(JobRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, Options);

    /// <exception cref="JsonException">It is not a whole job.json.</exception>
    /// <exception cref="CogSpaceException">It is whole, as far as can be told, but of another version.</exception>
    public static JobRecord Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var written = Deserialize<Numbered>(json);       // first: another version may have other fields
            return written.Version is >= 1 and <= JobRecord.CurrentVersion
                ? Deserialize<JobRecord>(json)
                : throw new CogSpaceException(
                    $"it is of version {written.Version}, and only versions up to {JobRecord.CurrentVersion} are understood");
        }
        catch (NotSupportedException e) // of the serializer, where the kind of request is missing
        {
            throw new JsonException(e.Message, e);
        }
    }

    private static T Deserialize<T>(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("it holds nothing");

    private sealed record Numbered(int Version = JobRecord.CurrentVersion);
}
