using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CogSpace.Generation;

/// <summary>A recipe as it stands in a video's own file.</summary>
public static class RecipeJson
{
    private const string Origin = "aiGenerated";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,       // a file, never part of a page
        RespectNullableAnnotations = true,
    };

    /// <summary>One line of JSON, which also says that the video was made by a machine.</summary>
    public static string Write(Recipe recipe)
    {
        var json = JsonSerializer.SerializeToNode(recipe, Format)!.AsObject();
        json.Insert(0, Origin, true);
        return json.ToJsonString(Format);
    }

    /// <returns>null for a text that is not a recipe.</returns>
    public static Recipe? Read(string? text)
    {
        try
        {
            return text is not null && JsonNode.Parse(text) is JsonObject json && json.Remove(Origin)
                ? json.Deserialize<Recipe>(Format)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
