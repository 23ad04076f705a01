using System.Text.Json.Serialization;
using CogSpace.Web.Components.Studio.Form;

namespace CogSpace.Web.Examples;

/// <summary>A finished video beside a model, which the model has made with the settings that its makers recommend.</summary>
public sealed record ExampleClip
{
    /// <summary>The file's name.</summary>
    public required string File { get; init; }

    /// <summary>A picture of it.</summary>
    public required string Poster { get; init; }

    public required string Prompt { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>What it was made from.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<StudioTab>))]
    public StudioTab Tab { get; init; }

    /// <summary>Whether its frames were given more pixels.</summary>
    public bool Upscale { get; init; }

    /// <summary>How many times as many frames there are as the model made.</summary>
    public int Interpolate { get; init; } = 1;

    /// <summary>What makes it again, if it was made from a prompt alone.</summary>
    /// <param name="preset">Of its model.</param>
    public GenerationRequest ToRequest(ModelPreset preset) => new TextToVideo
    {
        Prompt = Prompt,
        Seed = Seed,
        Steps = preset.Steps,
        Guidance = preset.Guidance,
        PostProcessing = Upscale || Interpolate > 1 ? new PostProcessing(Upscale, Interpolate) : null,
    };
}
