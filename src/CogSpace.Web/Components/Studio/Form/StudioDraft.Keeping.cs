using System.Globalization;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Components.Studio.Form;

/// <content>To the browser, which keeps a draft through reloads, and back.</content>
public sealed partial class StudioDraft
{
    /// <summary>What stands in each field, by the field's name in the page.</summary>
    public IReadOnlyDictionary<string, string> ToFields()
    {
        var fields = new Dictionary<string, string>
        {
            ["prompt"] = Prompt,
            ["seed"] = Seed,
            ["negative-prompt"] = NegativePrompt,
            ["steps"] = Steps,
            ["guidance"] = Guidance,
            ["step-cache"] = Of(IsFaster),
            ["scheduler"] = Scheduler,
            ["size"] = Size,
            ["frames"] = Frames,
            ["count"] = Count,
            ["upscale"] = Of(Upscale),
            ["upscaler"] = Upscaler,
            ["interpolate"] = Of(Interpolate),
            ["interpolate-times"] = NumberText.Of(InterpolateTimes),
            ["interpolator"] = Interpolator,
            ["strength"] = Strength,
        };
        foreach (var (index, lora) in Loras.Index())
            (fields[DraftLora.NameField(index + 1)], fields[DraftLora.ScaleField(index + 1)]) = (lora.Name, lora.Scale);
        return fields;
    }

    /// <summary>Takes back fields that a browser has kept. Whether they make sense is seen when a video is asked for.</summary>
    public void TakeFields(IReadOnlyDictionary<string, string?> fields)
    {
        Prompt = Text("prompt", Prompt);
        Seed = Text("seed", Seed);
        NegativePrompt = Text("negative-prompt", NegativePrompt);
        Steps = Text("steps", Steps);
        Guidance = Text("guidance", Guidance);
        if (Tick("step-cache", IsFaster) != IsFaster)
            IsFaster = !IsFaster;
        Scheduler = Text("scheduler", Scheduler);
        Size = Text("size", Size);
        Frames = Text("frames", Frames);
        Count = Text("count", Count);
        foreach (var (index, lora) in Loras.Index())
        {
            lora.Name = Text(DraftLora.NameField(index + 1), lora.Name);
            lora.Scale = Text(DraftLora.ScaleField(index + 1), lora.Scale);
        }

        Upscale = Tick("upscale", Upscale);
        Upscaler = Text("upscaler", Upscaler);
        Interpolate = Tick("interpolate", Interpolate);
        if (fields.GetValueOrDefault("interpolate-times") is "2" or "4")
            InterpolateTimes = int.Parse(fields["interpolate-times"]!, CultureInfo.InvariantCulture);
        Interpolator = Text("interpolator", Interpolator);
        Strength = Text("strength", Strength);

        string Text(string name, string own) => fields.GetValueOrDefault(name) is { Length: <= MaxLength } text ? text : own;

        bool Tick(string name, bool own) => bool.TryParse(fields.GetValueOrDefault(name), out bool isOn) ? isOn : own;
    }

    /// <summary>What it holds beside its fields.</summary>
    internal KeptDraft ToKept() => new()
    {
        Tab = $"{Tab}",
        Image = SourceOf(SourceKind.Image)?.Id,
        Video = SourceOf(SourceKind.Video)?.Id,
        ImageCrop = SourceOf(SourceKind.Image)?.Crop,
        VideoCrop = SourceOf(SourceKind.Video)?.Crop,
        TextModel = ModelOf(ModelTask.TextToVideo),
        ImageModel = ModelOf(ModelTask.ImageToVideo),
        Kept = Kept?.ToJson(),
    };

    /// <summary>Takes back what a browser has kept.</summary>
    /// <param name="kept">As anybody may have written it.</param>
    /// <param name="find">Finds a source by its id, if it is the visitor's and still there.</param>
    internal void Take(KeptDraft kept, Func<string, DraftSource?> find)
    {
        SetModel(ModelTask.TextToVideo, kept.TextModel);
        SetModel(ModelTask.ImageToVideo, kept.ImageModel);
        Kept = KeptSettings.FromJson(kept.Kept);
        TakeSource(SourceKind.Image, kept.Image, kept.ImageCrop, find);
        TakeSource(SourceKind.Video, kept.Video, kept.VideoCrop, find);
        if (Enum.TryParse<StudioTab>(kept.Tab, out var tab) && Enum.IsDefined(tab))
            Tab = tab;
        if (kept.Fields is { } fields)
            TakeFields(fields);
        if (IsFaster && Kept?.Request.StepCache is > 0 and <= 1 and var cache)
            _stepCache = cache;
    }

    private void TakeSource(SourceKind kind, string? id, Crop? crop, Func<string, DraftSource?> find)
    {
        if (id is null || SourceOf(kind) is not null || find(id) is not { } source || source.Info.Kind != kind)
            return;
        SetSource(kind, crop is { IsPossible: true } ? source with { Crop = crop } : source);
    }

    private static string Of(bool isOn) => isOn.ToString(CultureInfo.InvariantCulture).ToLowerInvariant();
}
