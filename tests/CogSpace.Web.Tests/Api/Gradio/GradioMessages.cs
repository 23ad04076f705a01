using System.Text.Json;

namespace CogSpace.Web.Tests.Api.Gradio;

/// <summary>Looks at what a stream has told.</summary>
internal static class GradioMessages
{
    public static string Kind(this JsonElement message) => message.GetProperty("msg").GetString()!;

    public static string? Event(this JsonElement message) => message.GetProperty("event_id").GetString();

    /// <summary>The end of an event, which has to have been told once.</summary>
    public static JsonElement EndOf(this IEnumerable<JsonElement> messages, string id) =>
        Assert.Single(messages, message => message.Kind() == "process_completed" && message.Event() == id);

    /// <summary>What it returned, which it has to have done.</summary>
    public static JsonElement ResultOf(this IEnumerable<JsonElement> messages, string id)
    {
        var end = messages.EndOf(id);
        Assert.True(end.GetProperty("success").GetBoolean(), end.ToString());
        return end.GetProperty("output").GetProperty("data");
    }

    /// <summary>Why it failed, which it has to have done.</summary>
    public static string ErrorOf(this IEnumerable<JsonElement> messages, string id)
    {
        var end = messages.EndOf(id);
        Assert.False(end.GetProperty("success").GetBoolean(), end.ToString());
        return end.GetProperty("output").GetProperty("error").GetString()!;
    }
}
