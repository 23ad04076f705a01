using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>Reads the image or the video that a request starts from, and brings it to the size of the plan.</summary>
internal sealed class SourceReader(ImageReader images, VideoReader videos)
{
    /// <summary>Looks at the video of a request, if it has one, and plans the request.</summary>
    /// <exception cref="MediaException">The video cannot be read.</exception>
    /// <exception cref="CogSpaceException">The model cannot make what is asked for.</exception>
    public async Task<GenerationPlan> PlanAsync(GenerationRequest request, Model model, CancellationToken cancel) =>
        model.Plan(request, VideoOf(request) is { } video ? await videos.ProbeAsync(video, cancel) : null);

    /// <param name="plan">What is made.</param>
    /// <param name="report">Told what was done to the pictures of a video.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>
    /// The image as a clip of one frame, or the frames that the plan takes of a video; null for a prompt alone.
    /// </returns>
    /// <exception cref="MediaException">It cannot be read, or not to its end.</exception>
    public async Task<VideoClip?> ReadAsync(GenerationPlan plan, SourceReport report, CancellationToken cancel)
    {
        switch (plan.Request)
        {
            case ImageToVideo image:
                var picture = await images.ReadAsync(image.Image, cancel);
                return new VideoClip(
                    [PictureFitter.FitPicture(picture, image.Crop, plan.Width, plan.Height)], plan.FramesPerSecond);
            case SourceToVideo video:
                return await videos.ReadClipAsync(
                    video.Source, plan.Sampling!, video.Crop, plan.Width, plan.Height, report, cancel);
            default:
                return null;
        }
    }

    /// <param name="plan">What is made.</param>
    /// <param name="result">The frames that are written.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<SourceTracks> TracksAsync(GenerationPlan plan, VideoInfo result, CancellationToken cancel)
    {
        if (VideoOf(plan.Request) is not { } video)
            return SourceTracks.None;
        var (source, sampling) = (plan.Source!, plan.Sampling!);
        var taken = source with { Frames = sampling.Count, FramesPerSecond = sampling.FramesPerSecond };
        return await SourceTracks.ReadAsync(videos, video, source.Start + sampling.Start, taken, result, cancel);
    }

    /// <returns>Of the source's file; null for a prompt alone.</returns>
    public static async Task<string?> HashAsync(GenerationRequest request, CancellationToken cancel) =>
        request is SourceToVideo { Source: var path } ? await FileHash.OfAsync(path, cancel) : null;

    private static string? VideoOf(GenerationRequest request) =>
        request is SourceToVideo { Source: var video } and not ImageToVideo ? video : null;
}
