using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Components.Studio;

/// <summary>What the page asks for unless the visitor says otherwise.</summary>
public sealed class StudioOptions
{
    public const string Section = "Studio";

    /// <summary>Denoising steps: more take longer and bring out more detail. Null: what the model's makers recommend.</summary>
    [Range(1, 1000)]
    public int? Steps { get; init; }
}
