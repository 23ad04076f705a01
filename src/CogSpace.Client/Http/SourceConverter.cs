using System.Text.Json;
using System.Text.Json.Serialization;

namespace CogSpace.Client.Http;

/// <summary>Writes the id of a source; null where it is a file, which goes beside the other fields.</summary>
internal sealed class SourceConverter : JsonConverter<VideoSource>
{
    public override VideoSource Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        VideoSource.FromId(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, VideoSource value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Id);
}
