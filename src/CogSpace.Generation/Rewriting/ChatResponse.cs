using System.Text.Json;

namespace CogSpace.Generation.Rewriting;

/// <summary>Reads an answer of OpenAI's chat interface, and what servers of other makers make of it.</summary>
/// <remarks>
/// Only the first choice counts, and of it only its text: as one string, or as a list of parts of which some are thoughts. What
/// is missing or unknown beside it (usage, the reason why it ended) does not matter.
/// </remarks>
internal static class ChatResponse
{
    private static readonly string[] ReasoningFields = ["reasoning_content", "reasoning", "thinking"];

    /// <exception cref="RewriterException">There is no answer in it.</exception>
    public static ChatAnswer Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var choice = json.RootElement.GetProperty("choices")[0];
            var message = choice.GetProperty("message");
            string? end = Text(choice, "finish_reason");
            var (text, hasThoughts) = Content(message);
            return new ChatAnswer(
                text,
                WasCut: end is "length" or "max_tokens",
                WasRefused: end == "content_filter" || Text(message, "refusal") is { Length: > 0 },
                HasReasoning: hasThoughts || ReasoningFields.Any(name => Text(message, name) is { Length: > 0 })
            );
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new RewriterException("The language model's server sent something that is not an answer.", e);
        }
    }

    private static (string Text, bool HasThoughts) Content(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content) || content.ValueKind == JsonValueKind.Null)
            return ("", false);
        if (content.ValueKind == JsonValueKind.String)
            return (content.GetString()!, false);

        var parts = content.EnumerateArray().ToList();
        var texts = parts.Where(part => part.ValueKind == JsonValueKind.String || IsText(part)).ToList();
        return (
            string.Concat(texts.Select(part => part.ValueKind == JsonValueKind.String ? part.GetString() : Text(part, "text"))),
            texts.Count < parts.Count);
    }

    private static bool IsText(JsonElement part) => Text(part, "type") is null or "text" or "output_text";

    // Null also for what is not a text.
    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
