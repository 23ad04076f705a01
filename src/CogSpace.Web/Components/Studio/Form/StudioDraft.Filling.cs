using CogSpace.Generation;
using CogSpace.Web.Models;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Components.Studio.Form;

/// <content>From a request to the form.</content>
public sealed partial class StudioDraft
{
    /// <summary>
    /// Takes all that decided a video, to change it and ask again: what has no field is kept, what cannot be taken is said.
    /// Whether it can be made here is seen when it is asked for.
    /// </summary>
    /// <param name="request">Of a job, of a recipe or of an example.</param>
    /// <param name="model">That made it, by name.</param>
    /// <param name="source">The picture or video that it was made from, if that is at hand.</param>
    /// <param name="computed">How it was computed, if that is known.</param>
    public void Fill(GenerationRequest request, string model, DraftSource? source = null, Computation? computed = null)
    {
        var notTaken = new List<string>();
        Prompt = Cut(request.Prompt, "prompt", notTaken);
        NegativePrompt = Cut(request.NegativePrompt, "negative prompt", notTaken);
        (Seed, Steps, Guidance) = (
            NumberText.Of(request.Seed), NumberText.Of(request.Steps), NumberText.Of(request.Guidance));
        (_isFaster, _stepCache) = request.StepCache > 0 ? (true, request.StepCache) : (false, (double?)null);
        Scheduler = request.Scheduler is { } scheduler ? SchedulerText(scheduler) : "";
        Size = request is { Width: { } width, Height: { } height } ? SizeText(width, height) : "";
        Frames = request.Frames is { } frames ? NumberText.Of(frames) : "";
        Count = One;
        TakeLoras(request.Loras ?? []);
        if (request.Loras is { Count: > DraftLora.Most and var loras })
            notTaken.Add($"It was made with {loras} LoRAs: the first {DraftLora.Most} of them are taken.");
        TakePostProcessing(request.PostProcessing);
        if (request is VideoToVideo { Strength: var strength })
            Strength = NumberText.Of(strength);

        _tab = request switch
        {
            ImageToVideo => StudioTab.Image,
            SourceToVideo => StudioTab.Video,
            _ => StudioTab.Prompt,
        };
        if (request is SourceToVideo sourced)
            FillSource(sourced, source, notTaken);
        SetModel(_tab.Task(), model);
        (Kept, Computed, NotTaken) = (new KeptSettings(model, request), computed, notTaken);
        Changed?.Invoke(DraftChange.Filled);
    }

    /// <summary>
    /// Takes a video and its prompt to the tab that restyles videos. What was done to it afterwards is not done again unless the
    /// visitor asks for it; the other settings stay.
    /// </summary>
    public void Restyle(DraftSource video, string prompt)
    {
        Prompt = prompt;
        (Upscale, Interpolate) = (false, false);
        TakeVideo(video);
    }

    /// <summary>Takes a video to where it can be upscaled or interpolated as it is. The other settings stay.</summary>
    /// <param name="video">The video.</param>
    /// <param name="wanted">What is done to it; null: what is ticked, or super-resolution where nothing is.</param>
    public void PostProcess(DraftSource video, PostProcessing? wanted = null)
    {
        if (wanted is not null)
            TakePostProcessing(wanted);
        else if (PostProcessing is null)
            Upscale = true;
        TakeVideo(video);
    }

    private void TakeVideo(DraftSource video)
    {
        _sources[SourceKind.Video] = video;
        _tab = StudioTab.Video;
        (Kept, Computed, NotTaken) = (null, null, []);
        Changed?.Invoke(DraftChange.Filled);
    }

    private void TakePostProcessing(PostProcessing? wanted)
    {
        (Upscale, Upscaler) = (wanted is { Upscale: true }, wanted?.Upscaler ?? "");
        (Interpolate, Interpolator) = (wanted is { Interpolate: > 1 }, wanted?.Interpolator ?? "");
        InterpolateTimes = wanted is { Interpolate: > 1 and var times } ? times : PostProcessingMenu.Faster;
    }

    private void FillSource(SourceToVideo request, DraftSource? source, List<string> notTaken)
    {
        var kind = request is ImageToVideo ? SourceKind.Image : SourceKind.Video;
        string what = kind == SourceKind.Image ? "picture" : "video";
        if (request is VideoInversion)
            notTaken.Add("It was made by cogspace invert, which this page cannot do: here the prompt restyles the video.");
        if (request is ImageToVideo { Extends: not null })
            notTaken.Add(
                "It goes on from another video; what is made here begins with the last picture of that one and stands alone.");
        if (request.Crop is null)
            notTaken.Add($"The {what} was stretched to the size of the model; here a part of it is taken instead.");
        var crop = request.Crop ?? Crop.Centred;
        if (source is not null)
        {
            _sources[kind] = source with { Crop = crop };
            return;
        }

        _crops[kind] = crop;
        notTaken.Add($"It was made from a {what} that its file does not hold: choose that {what} here.");
    }

    private static string Cut(string text, string what, List<string> notTaken)
    {
        if (text.Length <= MaxLength)
            return text;
        notTaken.Add($"The {what} was longer than the {MaxLength} characters that fit here: the end of it was cut.");
        return text[..MaxLength];
    }
}
