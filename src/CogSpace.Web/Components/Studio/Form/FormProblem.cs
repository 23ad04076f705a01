namespace CogSpace.Web.Components.Studio.Form;

/// <summary>Why the form cannot go on: one sentence at a time.</summary>
/// <param name="Sentence">For the visitor.</param>
/// <param name="IsOfSource">It is about the picture or video, and stands there; else at the field, or beside the button.</param>
/// <param name="Field">The id of the field at fault; null: none is, or not one alone.</param>
public sealed record FormProblem(string Sentence, bool IsOfSource = false, string? Field = null)
{
    /// <param name="refusal">Of a request.</param>
    /// <param name="tab">That the request was written on.</param>
    public static FormProblem Of(InvalidRequestException refusal, StudioTab tab) => refusal.Setting switch
    {
        nameof(SourceToVideo.Source) => new FormProblem(refusal.Message, IsOfSource: true, $"{tab.Name()}-input"),
        nameof(GenerationRequest.Prompt) => new FormProblem(refusal.Message, Field: "prompt"),
        nameof(GenerationRequest.NegativePrompt) => new FormProblem(refusal.Message, Field: "negative-prompt"),
        nameof(GenerationRequest.Seed) => new FormProblem(refusal.Message, Field: "seed"),
        nameof(GenerationRequest.Steps) => new FormProblem(refusal.Message, Field: "steps"),
        nameof(GenerationRequest.Guidance) => new FormProblem(refusal.Message, Field: "guidance"),
        nameof(GenerationRequest.Loras) => new FormProblem(refusal.Message, Field: "lora-scale"),
        nameof(GenerationRequest.Width) => new FormProblem(refusal.Message, Field: "size"),
        nameof(GenerationRequest.Frames) => new FormProblem(refusal.Message, Field: "frames"),
        nameof(StudioDraft.Count) => new FormProblem(refusal.Message, Field: "count"),
        { } setting when setting.StartsWith("lora", StringComparison.Ordinal) => new FormProblem(refusal.Message, Field: setting),
        _ => new FormProblem(refusal.Message),
    };

    /// <summary>The id of the sentence about a field.</summary>
    public static string IdAt(string field) => $"{field}-error";

    /// <returns>For aria-invalid.</returns>
    public static string? Invalid(FormProblem? problem, string field) => problem?.Field == field ? "true" : null;

    /// <returns>For aria-describedby: the sentence, if there is one, and what describes the field anyhow.</returns>
    public static string? Describing(FormProblem? problem, string field, string? always = null) =>
        problem?.Field == field ? $"{IdAt(field)} {always}".TrimEnd() : always;
}
