using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Components.Studio;

/// <summary>What the page asks for unless the visitor says otherwise.</summary>
public sealed class StudioOptions
{
    public const string Section = "Studio";

    /// <summary>Denoising steps: more take longer and bring out more detail.</summary>
    [Range(1, 1000)]
    public int Steps { get; init; } = 50;

    /// <summary>How strongly the prompt is followed.</summary>
    internal double Guidance { get; init; } = 6;
}
