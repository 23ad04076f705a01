using System.Text.Json;
using System.Text.Json.Serialization;
using CogSpace.Web.Languages;

namespace CogSpace.Web.Examples;

/// <summary>A text in several languages: in JSON a string, or an object of strings by language, "en" among them.</summary>
/// <param name="Texts">By the name of the language.</param>
[JsonConverter(typeof(LocalTextJson))]
public sealed record LocalText(IReadOnlyDictionary<string, string> Texts)
{
    public const string English = "en";

    /// <returns>The text in this language, else in English.</returns>
    public string In(Language language) => Texts.GetValueOrDefault(language.Tag) ?? Texts[English];

    private sealed class LocalTextJson : JsonConverter<LocalText>
    {
        public override LocalText Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var texts = reader.TokenType == JsonTokenType.String
                ? new Dictionary<string, string> { [English] = reader.GetString()! }
                : JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options);
            return texts?.ContainsKey(English) == true && !texts.ContainsValue(null!)
                ? new LocalText(texts)
                : throw new JsonException("a text is a string, or an object of strings with one named \"en\".");
        }

        public override void Write(Utf8JsonWriter writer, LocalText value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Texts, options);
    }
}
