using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>From a video to its regenerated version: the only place that names every stage of an inversion.</summary>
/// <param name="models">Makes frames.</param>
/// <param name="reader">Reads the video.</param>
/// <param name="writer">Writes what comes out.</param>
/// <param name="enhancements">Changes the frames of the regenerated video; null: requests that ask for it are refused.</param>
public sealed class InversionRunner(ModelHost models, VideoReader reader, VideoWriter writer, Enhancements? enhancements = null)
{
    /// <summary>Plans a request, for <see cref="RunAsync"/>.</summary>
    /// <param name="request">What to make; its video is looked at.</param>
    /// <param name="model">Which model makes it.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="CogSpaceException">The model cannot make what is asked for, or the video cannot be read.</exception>
    public Task<GenerationPlan> PlanAsync(VideoInversion request, Model model, CancellationToken cancel = default) =>
        SourceReader.PlanAsync(reader, request, model, cancel);

    /// <param name="plan">Of a <see cref="VideoInversion"/>.</param>
    /// <param name="model">Which model makes it.</param>
    /// <param name="output">Where the files go.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancel">Takes effect within one step or chunk.</param>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    public async Task<GenerationResult> RunAsync(
        GenerationPlan plan,
        Model model,
        InversionOutput output,
        IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default)
    {
        output.CheckWritable();
        var timings = new StageTimings(progress);
        var request = (VideoInversion)plan.Request;
        var filters = FilterChain.Of(request, enhancements);
        var fit = models.Fit(model, plan);
        timings.Report(new GenerationProgress(GenerationStage.ReadingSource, 0, 1, null));
        var result = filters.Describe(plan.Made);
        VideoWriter.CheckSize(output.Video, result.Width, result.Height);
        await filters.CheckAsync(cancel);
        var source = await reader.ReadClipAsync(request.Video, plan.Sampling!, request.Crop, plan.Width, plan.Height, cancel);
        string? hash = await SourceReader.HashAsync(request, cancel);
        using var sound = await SourceReader.SoundAsync(reader, request.Video, plan, result, cancel);
        var loras = await LoraUse.OfAsync(request, cancel);
        var enhancement = await filters.UseAsync(plan.Made, cancel);

        return await models.MakeAsync(
            model, plan, fit, MakeAsync, () => timings.Report(new GenerationProgress(GenerationStage.Loading, 0, 1, null)),
            cancel: cancel);

        async Task<GenerationResult> MakeAsync(CogVideoXPipeline pipeline, GenerationPlan plan, MemoryChoice way)
        {
            using var inverted = await pipeline.InvertAsync(plan, source, timings, cancel);

            var recipe = Recipe.Of(plan, pipeline, model.Name, hash, loras, enhancement);
            await using var video = writer.Create(
                output.Video, result.FramesPerSecond, RecipeTags.Of(recipe), sound.Sound, cancel);
            await using var noise = output.Noise is { } noisePath
                ? writer.Create(
                    noisePath, plan.FramesPerSecond, RecipeTags.Of(recipe with { Enhancement = null }), sound: null, cancel)
                : null;
            using (var filter = filters.Open(plan.Made, timings))
                await DecodeAsync(inverted.Remade, filter, video);
            if (noise is not null)
                await DecodeAsync(inverted.Noise, filter: null, noise);
            if (output.Latents is not null)
                inverted.Write(
                    output.Latents,
                    new Dictionary<string, string> { ["prompt"] = request.Prompt, ["seed"] = $"{request.Seed}" });
            await VideoFile.PublishAllAsync(video, noise);
            return new GenerationResult(
                output.Video, recipe, [.. plan.Notes, .. filters.Notes, .. sound.Notes], timings.Finish())
            {
                Memory = way,
            };

            async Task DecodeAsync(VideoLatents latents, IFrameFilter? filter, VideoFile file)
            {
                var black = new BlackVideo();
                var loop = new FrameLoop(GenerationStage.Decoding, timings)
                {
                    FramesPerSecond = plan.FramesPerSecond,
                    Seen = black.Look,
                    Filter = filter,
                };
                await loop.RunAsync(pipeline.DecodeAsync(latents, plan.Tiled, timings, cancel), file, cancel);
                black.Refuse();
                await file.FinishAsync();
            }
        }
    }
}
