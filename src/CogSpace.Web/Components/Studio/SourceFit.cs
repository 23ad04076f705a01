using System.Globalization;
using CogSpace.Web.Models;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Components.Studio;

/// <summary>What a model will use of a picture or video.</summary>
/// <param name="Width">Of the video that comes out, in pixels.</param>
/// <param name="Height">Of the video that comes out, in pixels.</param>
/// <param name="Frames">Which frames of a video, in a sentence; null for a picture.</param>
public sealed record SourceFit(int Width, int Height, string? Frames)
{
    /// <returns>null when the model cannot be read: asking it will say why.</returns>
    public static SourceFit? Of(ModelMenu models, string model, SourceInfo source)
    {
        try
        {
            var planner = models.PlannerOf(model);
            if (source.Video is not { } video)
                return planner.Plan(new ImageToVideo { Prompt = "any", Seed = 0, Image = "" }) is var image ? new SourceFit(image.Width, image.Height, null) : null;
            var plan = planner.Plan(new VideoToVideo { Prompt = "any", Seed = 0, Video = "", Strength = 1 }, video);
            return new SourceFit(plan.Width, plan.Height, plan.Sampling is { } taken ? Words(video, taken) : null);
        }
        catch (CogSpaceException)
        {
            return null;
        }
    }

    private static string Words(VideoInfo video, FrameSampling taken)
    {
        string frames =
            taken.Count == video.Frames ? $"All {video.Frames} frames are used"
            : taken.Stride == 1 ? $"The first {taken.Count} of {video.Frames} frames are used"
            : $"{taken.Count} of {video.Frames} frames are used, every {Ordinal(taken.Stride)}";
        return string.Create(CultureInfo.InvariantCulture, $"{frames}, at {taken.FramesPerSecond:0.##} per second{(taken.Count == video.Frames ? null : $": {Seconds(taken.Count / taken.FramesPerSecond)} of {Seconds(video.Seconds)}")}.");
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s");

    private static string Ordinal(int stride) => stride switch
    {
        2 => "2nd",
        3 => "3rd",
        _ => $"{stride}th",
    };
}
