using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>From a request to a finished file: the only place that names every stage.</summary>
/// <param name="models">Makes frames.</param>
/// <param name="images">Reads pictures.</param>
/// <param name="videos">Reads videos.</param>
/// <param name="writer">Writes what comes out.</param>
/// <param name="enhancements">Changes frames after they are made; null: requests that ask for it are refused.</param>
public sealed class GenerationRunner(
    ModelHost models, ImageReader images, VideoReader videos, VideoWriter writer, Enhancements? enhancements = null)
{
    private readonly SourceReader _sources = new(images, videos);

    /// <summary>Plans a request, for <see cref="RunAsync"/>.</summary>
    /// <param name="request">What to make; its video, if it has one, is looked at.</param>
    /// <param name="model">Which model makes it.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="CogSpaceException">The model cannot make what is asked for, or the video cannot be read.</exception>
    public Task<GenerationPlan> PlanAsync(GenerationRequest request, Model model, CancellationToken cancel = default) =>
        SourceReader.PlanAsync(videos, request, model, cancel);

    /// <param name="plan">What to make, planned by the model.</param>
    /// <param name="model">Which model makes it.</param>
    /// <param name="output">Where the files go.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="type">The number type; null: what <see cref="ModelHost.TypeFor"/> says.</param>
    /// <param name="cancel">Takes effect within one step or chunk; nothing is left behind.</param>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    public async Task<GenerationResult> RunAsync(
        GenerationPlan plan,
        Model model,
        GenerationOutput output,
        IProgress<GenerationProgress>? progress = null,
        ComputeType? type = null,
        CancellationToken cancel = default)
    {
        output.CheckWritable();
        var timings = new StageTimings(progress);
        var request = plan.Request;
        var filters = FilterChain.Of(request, enhancements);
        var fit = models.Fit(model, plan, type);                            // before anything large is read
        if (request is not TextToVideo)
            timings.Report(new GenerationProgress(GenerationStage.ReadingSource, 0, 1, null));
        var result = filters.Describe(plan.Made);
        VideoWriter.CheckSize(output.Video, result.Width, result.Height);
        await filters.CheckAsync(cancel);
        var source = await _sources.ReadAsync(plan, cancel);
        string? hash = await SourceReader.HashAsync(request, cancel);
        using var sound = await _sources.SoundAsync(plan, result, cancel);
        var loras = await LoraUse.OfAsync(request, cancel);
        var enhancement = await filters.UseAsync(plan.Made, cancel);

        return await models.MakeAsync(
            model, plan, fit, MakeAsync, () => timings.Report(new GenerationProgress(GenerationStage.Loading, 0, 1, null)),
            type, cancel);

        async Task<GenerationResult> MakeAsync(CogVideoXPipeline pipeline, GenerationPlan plan, MemoryChoice way)
        {
            var recipe = Recipe.Of(plan, pipeline, model.Name, hash, loras, enhancement);
            await using var video = writer.Create(
                output.Video, result.FramesPerSecond, RecipeTags.Of(recipe), sound.Sound, cancel);
            await using var before = filters.Upscales && output.Before is { } beforePath
                ? writer.Create(
                    beforePath, plan.FramesPerSecond, RecipeTags.Of(recipe with { Enhancement = null }), sound: null, cancel)
                : null;
            await using var poster = output.Poster is { } posterPath ? writer.CreatePoster(posterPath, cancel) : null;
            using var filter = filters.Open(plan.Made, timings);
            var black = new BlackVideo();
            var loop = new FrameLoop(GenerationStage.Decoding, timings)
            {
                FramesPerSecond = plan.FramesPerSecond,
                Seen = black.Look,
                Before = before,
                Filter = filter,
                Poster = poster,
                PosterIndex = result.Frames / 2,
            };
            await loop.RunAsync(
                pipeline.GenerateAsync(plan, source, timings, output.Latents, cancel), video, cancel);
            black.Refuse();
            await VideoFile.PublishAllAsync(video, before, poster);
            return new GenerationResult(
                output.Video, recipe, [.. plan.Notes, .. filters.Notes, .. sound.Notes], timings.Finish())
            {
                Memory = way,
            };
        }
    }
}
