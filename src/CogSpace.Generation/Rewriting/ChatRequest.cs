using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CogSpace.Generation.Rewriting;

/// <summary>The body of a request to OpenAI's chat interface, in the least of its words that every such server knows.</summary>
internal static class ChatRequest
{
    /// <summary>The limit as OpenAI calls it today.</summary>
    public const string CompletionTokens = "max_completion_tokens";

    /// <summary>The limit as it was called before, and as many servers still do.</summary>
    public const string Tokens = "max_tokens";

    private static readonly JsonSerializerOptions Format = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,       // never part of a page
    };

    /// <param name="model">As the server calls it.</param>
    /// <param name="turns">The conversation so far.</param>
    /// <param name="limitName">The name of the limit.</param>
    /// <param name="limit">The most tokens that the answer may have.</param>
    public static string Write(string model, IReadOnlyList<ChatTurn> turns, string limitName, int limit) =>
        new JsonObject
        {
            ["model"] = model,
            [limitName] = limit,
            ["messages"] = new JsonArray([.. turns.Select(Message)]),
        }.ToJsonString(Format);

    private static JsonObject Message(ChatTurn turn) => new()
    {
        ["role"] = turn.Role switch
        {
            ChatRole.Rules => "system",
            ChatRole.Model => "assistant",
            _ => "user",
        },
        ["content"] = turn.Picture is null
            ? turn.Text
            : new JsonArray(
                new JsonObject { ["type"] = "text", ["text"] = turn.Text },
                new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = turn.Picture } }),
    };
}
