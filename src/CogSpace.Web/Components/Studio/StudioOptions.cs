using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Components.Studio;

/// <summary>What the page asks for unless the visitor says otherwise. Section "Studio" of appsettings.json.</summary>
public sealed class StudioOptions
{
    public const string Section = "Studio";

    /// <summary>Denoising steps: more take longer and bring out more detail. Null: what the model's makers recommend.</summary>
    [Range(1, 1000)]
    public int? Steps { get; init; }

    /// <summary>How strongly the prompt is followed. Null: what the model's makers recommend.</summary>
    [Range(0.0, 100.0)]
    public double? Guidance { get; init; }
}
