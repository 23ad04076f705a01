using CogSpace.Web.Models;

namespace CogSpace.Web.Estimates;

/// <summary>The stages of a video, with what each of them asks of this machine.</summary>
internal static class VideoWork
{
    private const double Gigabyte = 1e9;
    private const int FramesPerLatent = 4;

    /// <param name="request">What to make.</param>
    /// <param name="model">The model that makes it.</param>
    /// <param name="made">The frames that come from the model.</param>
    /// <param name="menu">Tells what post-processing makes of them.</param>
    /// <exception cref="CogSpaceException">The post-processing cannot be done here.</exception>
    public static IReadOnlyList<StageWork> Of(
        GenerationRequest request, ModelInfo model, VideoInfo made, PostProcessingMenu menu)
    {
        double weights = model.Bytes / Gigabyte;
        double pixels = Pixels(made);
        var work = new List<StageWork>
        {
            new(GenerationStage.Loading, model.Name, weights, 1),
            new(GenerationStage.ReadingPrompt, model.Name, weights, 1),
            new(GenerationStage.Denoising, Denoiser(request, model), StepSize(request, made) * weights, StepsOf(request)),
            new(GenerationStage.Decoding, model.Name, pixels, made.Frames),
        };
        if (request is SourceToVideo)
        {
            int frames = request is ImageToVideo ? 1 : made.Frames;
            work.Add(new StageWork(GenerationStage.ReadingSource, request is ImageToVideo ? "picture" : "video", pixels, frames));
            work.Add(new StageWork(GenerationStage.Encoding, model.Name, pixels, frames));
        }

        var result = AddPostProcessing(work, request.PostProcessing, made, menu);
        work.Add(new StageWork(GenerationStage.Writing, "file", Pixels(result), result.Frames));
        return work;
    }

    /// <param name="wanted">What is done to the frames of a video.</param>
    /// <param name="video">The video.</param>
    /// <param name="menu">Tells what becomes of it.</param>
    /// <exception cref="CogSpaceException">It cannot be done here.</exception>
    public static IReadOnlyList<StageWork> OfPostProcessing(PostProcessing wanted, VideoInfo video, PostProcessingMenu menu)
    {
        var work = new List<StageWork> { new(GenerationStage.ReadingSource, "video", Pixels(video), video.Frames) };
        var result = AddPostProcessing(work, wanted, video, menu);
        work.Add(new StageWork(GenerationStage.Writing, "file", Pixels(result), result.Frames));
        return work;
    }

    private static VideoInfo AddPostProcessing(
        List<StageWork> work, PostProcessing? wanted, VideoInfo made, PostProcessingMenu menu)
    {
        var frames = made;
        if (wanted is { Upscale: true })
        {
            frames = menu.Describe(wanted with { Interpolate = 1 }, made);
            string upscaler = wanted.Upscaler ?? menu.Upscalers[0].Name;
            work.Add(new StageWork(GenerationStage.Upscaling, upscaler, Pixels(frames), made.Frames));
        }

        if (wanted is { Interpolate: > 1 })
        {
            var result = menu.Describe(wanted, made);
            string interpolator = wanted.Interpolator ?? menu.Interpolators[0];
            work.Add(
                new StageWork(GenerationStage.Interpolating, interpolator, Pixels(frames), result.Frames - frames.Frames));
            frames = result;
        }

        return frames;
    }

    private static string Denoiser(GenerationRequest request, ModelInfo model) =>
        request.StepCache > 0 ? $"{model.Name}, with a step cache" : model.Name;

    // Of a video that is restyled, only the last steps are computed.
    private static double StepsOf(GenerationRequest request) =>
        Math.Max(1, request.Steps * (request is VideoToVideo { Strength: var strength } ? strength : 1));

    // With guidance, each step is computed with the prompt and without it.
    private static double StepSize(GenerationRequest request, VideoInfo made)
    {
        int latentFrames = (made.Frames + FramesPerLatent - 1) / FramesPerLatent;
        return latentFrames * Pixels(made) * (request.Guidance > 1 ? 2 : 1);
    }

    private static double Pixels(VideoInfo video) => (double)video.Width * video.Height;
}
