using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>From a video to the same video made anew: the only place that names every stage of an inversion.</summary>
public sealed class InversionRunner(ModelHost models, VideoReader reader, VideoWriter writer)
{
    /// <param name="request">What to make.</param>
    /// <param name="model">Which model makes it.</param>
    /// <param name="output">Where the files go.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancel">Takes effect within one step or chunk.</param>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    public async Task<GenerationResult> RunAsync(
        VideoInversion request,
        ModelDescription model,
        InversionOutput output,
        IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default)
    {
        output.CheckWritable();
        var timings = new StageTimings(progress);
        timings.Report(new GenerationProgress(GenerationStage.ReadingSource, 0, 1, null));
        var info = await reader.ProbeAsync(request.Video, cancel).ConfigureAwait(false);
        var plan = RequestPlanner.Load(model.Folder).Plan(request, info);            // refuses before the networks are loaded
        var fit = models.Fit(model, plan);
        var source = await reader.ReadClipAsync(request.Video, plan.Sampling!, request.Crop, plan.Width, plan.Height, cancel).ConfigureAwait(false);
        string? hash = await SourceReader.HashAsync(request, cancel).ConfigureAwait(false);
        var loras = await LoraUse.OfAsync(request, cancel).ConfigureAwait(false);

        return await models.MakeAsync(model, plan, fit, MakeAsync, () => timings.Report(new GenerationProgress(GenerationStage.Loading, 0, 1, null)), cancel).ConfigureAwait(false);

        async Task<GenerationResult> MakeAsync(CogVideoXPipeline pipeline, GenerationPlan plan, MemoryChoice way)
        {
        using var inverted = await pipeline.InvertAsync(plan, source, timings, cancel).ConfigureAwait(false);

        var recipe = Recipe.Of(plan, pipeline, model.Name, hash, loras);
        var tags = new VideoTags(request.Prompt, RecipeJson.Write(recipe));
        Task WriteAsync(VideoLatents latents, string path) =>
            writer.WriteAsync(VisibleFrames.Require(pipeline.DecodeAsync(latents, plan.Tiled, timings, cancel), cancel), plan.FramesPerSecond, path, tags, cancel);
        await WriteAsync(inverted.Remade, output.Video).ConfigureAwait(false);
        if (output.Noise is not null)
            await WriteAsync(inverted.Noise, output.Noise).ConfigureAwait(false);
        if (output.Latents is not null)
            inverted.Write(output.Latents, new Dictionary<string, string> { ["prompt"] = request.Prompt, ["seed"] = $"{request.Seed}" });
        return new GenerationResult(output.Video, recipe, plan.Notes, timings.Finish()) { Memory = way };
        }
    }
}
