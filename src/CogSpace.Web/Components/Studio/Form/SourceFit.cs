using System.Globalization;
using CogSpace.Generation;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>What a model makes of what stands on a tab.</summary>
/// <param name="Made">The frames that come out, before anything is done to them.</param>
/// <param name="Frames">Which frames of a video are used, in a sentence; null where there is none.</param>
public sealed record SourceFit(VideoInfo Made, string? Frames)
{
    /// <param name="models">Says what a model makes.</param>
    /// <param name="model">The one that is asked.</param>
    /// <param name="tab">What the video is made from.</param>
    /// <param name="source">The picture or video; null: none is chosen yet.</param>
    /// <param name="size">In pixels; null: the model's own.</param>
    /// <param name="frames">Of a video the most that are taken; null: the model's own number.</param>
    /// <returns>
    /// null when that cannot be known: of a video that is not there yet, or of a model that cannot be read, which asking it
    /// will say.
    /// </returns>
    public static SourceFit? Of(
        ModelCatalog models, ModelInfo model, StudioTab tab, SourceInfo? source, (int Width, int Height)? size = null,
        int? frames = null)
    {
        if ((tab == StudioTab.Video && source is null) || tab.Task() != model.Task)
            return null;
        try
        {
            var video = tab == StudioTab.Video ? source?.Video : null;
            var (made, sampling) = models.PlanFrames(model, video, size?.Width, size?.Height, frames);
            return new SourceFit(made, sampling is not null && video is not null ? Words(video, sampling) : null);
        }
        catch (CogSpaceException)
        {
            return null;
        }
    }

    private static string Words(VideoInfo video, FrameSampling taken)
    {
        string? times = taken.Count == video.Frames && video.Intervals is null
            ? null
            : $": {Seconds(taken.Count / taken.FramesPerSecond)} of {Seconds(video.Seconds)}";
        string rate = NumberText.Of(Math.Round(taken.FramesPerSecond, 2));
        if (taken.Stride > 1)
        {
            string every = Ordinal(taken.Stride);
            return $"{taken.Count} of {video.Frames} frames are used, every {every}, at {rate} per second{times}.";
        }

        string frames =
            video.Intervals is not null ? $"{taken.Count} frames at even distances in time are used"
            : taken.Count == video.Frames ? $"All {video.Frames} frames are used"
            : $"The first {taken.Count} of {video.Frames} frames are used";
        return $"{frames}, at {rate} per second{times}.";
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s");

    private static string Ordinal(int stride) => stride switch
    {
        2 => "2nd",
        3 => "3rd",
        _ => $"{stride}th",
    };
}
