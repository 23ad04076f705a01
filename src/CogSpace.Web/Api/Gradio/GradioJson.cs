using System.Text.Json;
using System.Text.Json.Nodes;

namespace CogSpace.Web.Api.Gradio;

/// <summary>JSON as Gradio writes it: in_small_letters, and what is not there is null.</summary>
internal static class GradioJson
{
    private static readonly JsonSerializerOptions Options =
        new(ApiJson.WithNulls) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IResult Answer(object value, int status = StatusCodes.Status200OK) =>
        Results.Json(value, Options, statusCode: status);

    public static string Write(object? value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="ApiException">It has another field, or one of another type.</exception>
    public static T Read<T>(JsonObject sent)
        where T : class
    {
        JsonShape.Check(sent, ApiJson.Options.GetTypeInfo(typeof(T)));
        return sent.Deserialize<T>(ApiJson.Options)!;
    }
}
