using System.Text.Json;
using System.Text.Json.Serialization;

namespace CogSpace.Generation.Workers;

/// <summary>Messages as JSON.</summary>
internal static class WorkerJson
{
    private static readonly JsonSerializerOptions Format = new()
    {
        IgnoreReadOnlyProperties = true,        // they follow from the others
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false), new FrameJson(), new RecipeJson() },
    };

    public static byte[] Write(WorkerMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Format);

    /// <exception cref="InvalidDataException">It is not a message.</exception>
    public static WorkerMessage Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerMessage>(json, Format)
                ?? throw new InvalidDataException("The message is empty.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"This is not a message: {e.Message}", e);
        }
    }

    // Of a preview, which has no time.
    private sealed class FrameJson : JsonConverter<Frame>
    {
        public override Frame Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var read = JsonSerializer.Deserialize<Pixels>(ref reader, options)
                ?? throw new JsonException("A frame is an object.");
            try
            {
                return new Frame(read.Width, read.Height, read.Bytes);
            }
            catch (ArgumentException e)
            {
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, Frame value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteNumber(nameof(Pixels.Width), value.Width);
            writer.WriteNumber(nameof(Pixels.Height), value.Height);
            writer.WriteBase64String(nameof(Pixels.Bytes), value.Pixels.Span);
            writer.WriteEndObject();
        }

        private sealed record Pixels(int Width, int Height, byte[] Bytes);
    }
}
