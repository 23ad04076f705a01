using System.Text.Json.Serialization;

namespace CogSpace.Web.Moderation;

/// <summary>What a host's endpoint is asked, as JSON.</summary>
/// <param name="Prompt">A prompt, a negative prompt or a rewritten one; of a video, what was asked for.</param>
/// <param name="Frames">Pictures of a finished video, as "data:image/jpeg;base64,..."; left out where it is about a text.</param>
internal sealed record FilterQuestion(
    string Prompt, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Frames = null);

/// <summary>What it answers.</summary>
/// <param name="Allowed">Whether it may be made, or shown.</param>
/// <param name="Reason">Why not, a sentence for the visitor; null: it does not say.</param>
internal sealed record FilterAnswer([property: JsonRequired] bool Allowed, string? Reason = null);
