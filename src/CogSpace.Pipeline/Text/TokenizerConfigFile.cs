using System.Text.Json;
using System.Text.Json.Serialization;

namespace CogSpace.Pipeline.Text;

/// <summary>What is read of tokenizer_config.json, and of special_tokens_map.json, which has the same names.</summary>
internal sealed class TokenizerConfigFile
{
    /// <summary>The added tokens by id.</summary>
    public Dictionary<string, TokenEntry?>? AddedTokensDecoder { get; init; }

    /// <summary>How many &lt;extra_id_N&gt; there are, when none are listed.</summary>
    public int? ExtraIds { get; init; }

    [JsonConverter(typeof(TokenNameConverter))]
    public string? EosToken { get; init; }

    [JsonConverter(typeof(TokenNameConverter))]
    public string? PadToken { get; init; }

    [JsonConverter(typeof(TokenNameConverter))]
    public string? UnkToken { get; init; }

    internal sealed class TokenEntry
    {
        public string? Content { get; init; }

        public bool Lstrip { get; init; }

        public bool Rstrip { get; init; }
    }

    /// <summary>A special token is written as its text alone, or as a whole entry.</summary>
    private sealed class TokenNameConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.StartObject
                ? JsonSerializer.Deserialize<TokenEntry>(ref reader, options)?.Content
                : reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }
}
