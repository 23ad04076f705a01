using System.Text.Json;
using System.Text.Json.Serialization;

namespace CogSpace.Web.Uploads;

/// <summary>upload.json: what is known of an upload after a restart.</summary>
internal static class UploadJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static byte[] Write(Upload upload) => JsonSerializer.SerializeToUtf8Bytes(upload, Options);

    /// <exception cref="JsonException">It is not a whole upload.json.</exception>
    public static Upload Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<Upload>(json, Options) ?? throw new JsonException("it holds nothing");
}
