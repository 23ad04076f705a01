using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CogSpace.Generation;

/// <summary>
/// Reads and writes recipes wherever they stand: in the file of a video, in job.json, in upload.json. Reads those of version 1,
/// too.
/// </summary>
public sealed class RecipeJson : JsonConverter<Recipe>
{
    private const string Origin = "aiGenerated";
    private const string Version = "version";
    private const int CurrentVersion = 2;

    // Recipes of this program take about 2 KB; a prompt may have a few thousand characters.
    private const int MostCharacters = 65_536;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,       // a file, never part of a page
        RespectNullableAnnotations = true,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>One line of JSON, which also says that the video was made by a machine.</summary>
    public static string Write(Recipe recipe)
    {
        var json = Describe(recipe);
        json.Insert(0, Origin, true);
        return json.ToJsonString(Format);
    }

    /// <returns>null for a text that is not a recipe, or not one that this program understands.</returns>
    public static Recipe? Read(string? text)
    {
        try
        {
            return Marked(text) is { } json ? Parse(json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a text says that it is a recipe, be it one that can be read or not.</summary>
    public static bool IsMarked(string? text) => Marked(text) is not null;

    /// <inheritdoc/>
    public override Recipe Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonNode.Parse(ref reader) is JsonObject json ? Parse(json) : throw new JsonException("a recipe is an object");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Recipe value, JsonSerializerOptions options) =>
        Describe(value).WriteTo(writer);

    private static JsonObject Describe(Recipe recipe)
    {
        var json = JsonSerializer.SerializeToNode(recipe, Format)!.AsObject();
        var request = json["request"]!.AsObject();
        foreach (string twice in (string[])["loras", "enhancement"])      // they stand beside the request, with their hashes
            request.Remove(twice);
        json.Insert(0, Version, CurrentVersion);
        return json;
    }

    private static Recipe Parse(JsonObject json)
    {
        try
        {
            var recipe = (int?)json[Version] switch
            {
                null or 1 => json.Deserialize<EarlierRecipe>(Format)!.ToRecipe(),
                CurrentVersion => json.Deserialize<Recipe>(Format)!,
                var other => throw new JsonException($"it is of version {other}"),
            };
            _ = Write(recipe);      // 1e999 is read as infinity, which nothing can write
            return recipe;
        }
        catch (Exception e) when (
            e is NotSupportedException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException("it is not a recipe", e);       // the kind of request is missing, or the version not a number
        }
    }

    private static JsonObject? Marked(string? text)
    {
        try
        {
            return text is { Length: <= MostCharacters } && JsonNode.Parse(text, documentOptions: Strict) is JsonObject json
                && json.Remove(Origin)
                ? json
                : null;
        }
        // a name that is half of a character
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
