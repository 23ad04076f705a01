using System.Globalization;
using CogSpace.Web.Models;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>What a model makes of what stands on a tab.</summary>
/// <param name="Made">The frames that come out, before anything is done to them.</param>
/// <param name="Frames">Which frames of a video are used, in a sentence; null where there is none.</param>
public sealed record SourceFit(VideoInfo Made, string? Frames)
{
    /// <param name="models">The models that there are.</param>
    /// <param name="model">The one that is asked, by name.</param>
    /// <param name="tab">What the video is made from.</param>
    /// <param name="source">The picture or video; null: none is chosen yet.</param>
    /// <param name="kept">Settings that may say how many frames of which size; null: the model's own.</param>
    /// <returns>
    /// null when that cannot be known: of a video that is not there yet, or of a model that cannot be read, which asking it
    /// will say.
    /// </returns>
    public static SourceFit? Of(ModelMenu models, string model, StudioTab tab, SourceInfo? source, KeptSettings? kept = null)
    {
        if (tab == StudioTab.Video && source is null)
            return null;
        try
        {
            GenerationRequest request = tab switch
            {
                StudioTab.Image => new ImageToVideo { Prompt = "any", Seed = 0, Image = "" },
                StudioTab.Video => new VideoToVideo { Prompt = "any", Seed = 0, Video = "", Strength = 1 },
                _ => new TextToVideo { Prompt = "any", Seed = 0 },
            };
            var plan = models.Find(model).Plan(kept?.ApplyTo(request) ?? request, source?.Video);
            return new SourceFit(
                plan.Made, plan.Sampling is { } taken && source?.Video is { } video ? Words(video, taken) : null);
        }
        catch (CogSpaceException)
        {
            return null;
        }
    }

    private static string Words(VideoInfo video, FrameSampling taken)
    {
        string frames =
            video.Intervals is not null ? $"{taken.Count} frames at even distances in time are used"
            : taken.Count == video.Frames ? $"All {video.Frames} frames are used"
            : taken.Stride == 1 ? $"The first {taken.Count} of {video.Frames} frames are used"
            : $"{taken.Count} of {video.Frames} frames are used, every {Ordinal(taken.Stride)}";
        string? times = taken.Count == video.Frames && video.Intervals is null
            ? null
            : $": {Seconds(taken.Count / taken.FramesPerSecond)} of {Seconds(video.Seconds)}";
        return string.Create(CultureInfo.InvariantCulture, $"{frames}, at {taken.FramesPerSecond:0.##} per second{times}.");
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s");

    private static string Ordinal(int stride) => stride switch
    {
        2 => "2nd",
        3 => "3rd",
        _ => $"{stride}th",
    };
}
