using System.Text.Json.Serialization;
using CogSpace.Web.Components.Studio.Form;

namespace CogSpace.Web.Examples;

/// <summary>What a visitor should know of a model before asking it for something, as examples.json in its folder says.</summary>
public sealed record ModelGuide
{
    /// <summary>What it can draw and what it cannot, and how to ask for it.</summary>
    public LocalText? Advice { get; init; }

    /// <summary>Sentences that it understands.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>Sentences for restyling <see cref="Source"/>; without any, <see cref="Prompts"/>.</summary>
    public IReadOnlyList<string> VideoPrompts { get; init; } = [];

    /// <summary>Videos that it has made, the best one first.</summary>
    public IReadOnlyList<ExampleClip> Clips { get; init; } = [];

    /// <summary>A picture, or for a model without pictures a video, to try it with.</summary>
    public ExampleSource? Source { get; init; }

    /// <summary>The model, by name.</summary>
    [JsonIgnore]
    public string Model { get; init; } = "";

    /// <summary>What the model's makers recommend.</summary>
    [JsonIgnore]
    public ModelPreset? Preset { get; init; }

    /// <summary>Every file that it names.</summary>
    [JsonIgnore]
    public IEnumerable<string> Files =>
        Clips
            .SelectMany(clip => new[] { clip.File, clip.Poster })
            .Concat(Source is { } source ? [source.File, source.Poster] : []);

    public IReadOnlyList<string> PromptsFor(StudioTab tab) =>
        tab == StudioTab.Video && VideoPrompts.Count > 0 ? VideoPrompts : Prompts;

    public IReadOnlyList<ExampleClip> ClipsFor(StudioTab tab) => [.. Clips.Where(clip => clip.Tab == tab)];

    /// <summary>Where the browser finds one of its files.</summary>
    public string AddressOf(string file) => $"{ExampleEndpoint.Address}/{file}?model={Uri.EscapeDataString(Model)}";
}
