using System.Text.Json;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>
/// Settings that came into the form with a job or a recipe and have no field there. They count as long as the model is theirs.
/// </summary>
/// <param name="Model">By name.</param>
/// <param name="Request">That they are taken from.</param>
public sealed record KeptSettings(string Model, GenerationRequest Request)
{
    private const int MostCharacters = 10_000;

    /// <summary>As <see cref="FromJson"/> reads it. It holds no text of the visitor's.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        this with { Request = Request with { Prompt = "", NegativePrompt = "" } }, JsonSerializerOptions.Web);

    /// <returns>null for a text that is something else.</returns>
    public static KeptSettings? FromJson(string? text)
    {
        try
        {
            var kept = text is { Length: <= MostCharacters }
                ? JsonSerializer.Deserialize<KeptSettings>(text, JsonSerializerOptions.Web)
                : null;
            return kept is { Model: not null, Request: not null } ? kept : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>A request with these settings in it.</summary>
    /// <param name="request">Whose other settings stay.</param>
    public GenerationRequest ApplyTo(GenerationRequest request) => request with
    {
        Spacing = Request.Spacing,
        DynamicGuidance = Request.DynamicGuidance,
    };

    /// <summary>What is unusual about them: "leading, constant guidance".</summary>
    /// <param name="scheduler">That is chosen.</param>
    /// <returns>null where nothing is.</returns>
    public string? Describe(SchedulerKind scheduler)
    {
        var words = new List<string>();
        if (Request.Spacing is { } spacing)
            words.Add(spacing.ToString().ToLowerInvariant());
        if (Request.DynamicGuidance is { } isDynamic && isDynamic != (scheduler == SchedulerKind.Dpm))
            words.Add(isDynamic ? "dynamic guidance" : "constant guidance");
        return words.Count == 0 ? null : string.Join(", ", words);
    }
}
