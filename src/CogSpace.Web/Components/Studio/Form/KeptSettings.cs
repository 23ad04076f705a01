using System.Globalization;
using System.Text.Json;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>
/// Settings that came into the form with a job or a recipe and have no field there. They count as long as the model is theirs.
/// </summary>
/// <param name="Model">By name.</param>
/// <param name="Request">That they are taken from.</param>
public sealed record KeptSettings(string Model, GenerationRequest Request)
{
    /// <summary>How many times the frame rate becomes as high, where it is raised; null: it was not.</summary>
    public int? Interpolate => Request.PostProcessing is { Interpolate: > 1 and var times } ? times : null;

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
        Scheduler = Request.Scheduler ?? request.Scheduler,
        Spacing = Request.Spacing,
        DynamicGuidance = Request.DynamicGuidance,
        Frames = Request.Frames,
        Width = Request.Width,
        Height = Request.Height,
        Loras = request.Loras is [var lora, ..] ? [lora, .. (Request.Loras ?? []).Skip(1)] : null,
    };

    /// <summary>What is unusual about them: "DDIM, leading, 9 frames".</summary>
    /// <param name="scheduler">What the model's makers recommend.</param>
    /// <param name="usual">What the model makes unless it is told otherwise; null while that is not known.</param>
    /// <returns>null where nothing is.</returns>
    public string? Describe(SchedulerKind scheduler, VideoInfo? usual)
    {
        var solver = Request.Scheduler ?? scheduler;
        var words = new List<string>();
        if (solver != scheduler)
            words.Add(solver == SchedulerKind.Dpm ? "DPM" : "DDIM");
        if (Request.Spacing is { } spacing)
            words.Add(spacing.ToString().ToLowerInvariant());
        if (Request.DynamicGuidance is { } isDynamic && isDynamic != (solver == SchedulerKind.Dpm))
            words.Add(isDynamic ? "dynamic guidance" : "constant guidance");
        if (Request.Frames is { } frames && frames != usual?.Frames)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{frames} frames"));
        if (Request is { Width: { } width, Height: { } height } && (width, height) != (usual?.Width, usual?.Height))
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{width} × {height}"));
        if (Request.Loras is { Count: > 1 } loras)
            words.Add(loras.Count == 2 ? "a second LoRA" : $"{loras.Count - 1} more LoRAs");
        return words.Count == 0 ? null : string.Join(", ", words);
    }
}
