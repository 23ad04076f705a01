using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Components.Studio;

/// <summary>What the page asks for unless the visitor says otherwise. Section "Studio" of appsettings.json.</summary>
public sealed class StudioOptions
{
    public const string Section = "Studio";

    /// <summary>Denoising steps: more take longer and bring out more detail.</summary>
    [Range(1, 1000)]
    public int Steps { get; init; } = 50;

    /// <summary>How strongly the prompt is followed.</summary>
    [Range(0.0, 100.0)]
    public double Guidance { get; init; } = 6;

    /// <summary>By how large a part the first layer may differ for the rest of a step to be skipped, where a visitor wants it faster.</summary>
    [Range(0.001, 1.0)]
    public double StepCache { get; init; } = 0.3;
}
