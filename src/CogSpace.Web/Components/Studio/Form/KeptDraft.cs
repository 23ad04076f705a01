namespace CogSpace.Web.Components.Studio.Form;

/// <summary>A draft as the browser keeps it. It comes back as anybody may have written it.</summary>
/// <param name="Fields">By name, see <see cref="StudioDraft.ToFields"/>.</param>
/// <param name="Tab">The name of a <see cref="StudioTab"/>.</param>
/// <param name="Image">The id of the picture.</param>
/// <param name="Video">The id of the video.</param>
/// <param name="ImageCrop">The part of the picture.</param>
/// <param name="VideoCrop">The part of the video.</param>
/// <param name="TextModel">The model that was picked for prompts and videos.</param>
/// <param name="ImageModel">The model that was picked for pictures.</param>
/// <param name="Kept">Settings without a field, as a job or a file brought them.</param>
internal sealed record KeptDraft(
    IReadOnlyDictionary<string, string?>? Fields = null,
    string? Tab = null,
    string? Image = null,
    string? Video = null,
    Crop? ImageCrop = null,
    Crop? VideoCrop = null,
    string? TextModel = null,
    string? ImageModel = null,
    string? Kept = null);
