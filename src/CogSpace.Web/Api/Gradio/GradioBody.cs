using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CogSpace.Web.Api.Gradio;

/// <summary>
/// The body of a call, or of a request about one. Other fields that clients send are ignored.
/// </summary>
internal sealed record GradioBody
{
    private const string SessionField = "session_hash";

    private static readonly string[] Fields = [SessionField, "event_id", "fn_index", "data"];

    /// <summary>The secret that the client made up.</summary>
    [JsonPropertyName(SessionField)]
    public string? SessionHash { get; init; }

    /// <summary>An event that there is already.</summary>
    [JsonPropertyName("event_id")]
    public string? EventId { get; init; }

    /// <summary>The number of a function.</summary>
    [JsonPropertyName("fn_index")]
    public int? FunctionId { get; init; }

    /// <summary>The values of its parameters.</summary>
    public JsonNode? Data { get; init; }

    /// <exception cref="ApiException">It is something else than a list, or missing.</exception>
    [JsonIgnore]
    public JsonArray Values => Data as JsonArray
        ?? throw ApiException.Invalid("data", "The field \"data\" takes the values of the function's parameters, as a list.");

    /// <exception cref="ApiException">It is not JSON, too large, or has fields of other types.</exception>
    public static async Task<GradioBody> ReadAsync(HttpContext context)
    {
        var sent = await ReadObjectAsync(context);
        var known = new JsonObject();
        foreach (string field in Fields)
        {
            if (!sent.TryGetPropertyValue(field, out var value))
                continue;
            sent.Remove(field);
            known[field] = value;
        }

        return GradioJson.Read<GradioBody>(known);
    }

    /// <summary>Reads a body that has the values of the function's parameters by their names.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<(string? SessionHash, JsonObject Named)> ReadNamedAsync(HttpContext context)
    {
        var named = await ReadObjectAsync(context);
        var known = new JsonObject();
        if (named.Remove(SessionField, out var session))
            known[SessionField] = session;
        return (GradioJson.Read<GradioBody>(known).SessionHash, named);
    }

    private static async Task<JsonObject> ReadObjectAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new ApiException(
                StatusCodes.Status415UnsupportedMediaType, ApiProblem.Invalid, "Send the request as application/json.");
        var body = context.RequestServices.GetRequiredService<ApiBody>();
        return (await body.ReadAsync<JsonObject>(context, context.RequestAborted)).Value;
    }
}
