using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <content>DDIM inversion.</content>
public sealed partial class Generator
{
    /// <summary>From a video to its regenerated version.</summary>
    /// <param name="plan">Of a <see cref="VideoInversion"/>.</param>
    /// <param name="model">Which model makes it.</param>
    /// <param name="output">Where the files go.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancel">Takes effect within one step or chunk.</param>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    public async Task<GenerationResult> InvertAsync(
        GenerationPlan plan, ModelInfo model, InversionOutput output, IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default)
    {
        output.CheckWritable();
        var timings = new StageTimings(progress);
        using var prepared = await PrepareAsync(plan, model, output.Video, type: null, timings, cancel);
        return await _host.MakeAsync(
            Models.Open(model), plan, prepared.Memory, MakeAsync, timings.ReportLoading, cancel: cancel);

        async Task<GenerationResult> MakeAsync(CogVideoXPipeline pipeline, GenerationPlan plan, MemoryChoice way)
        {
            using var inverted = await pipeline.InvertAsync(plan, prepared.Source!, timings, cancel);

            var recipe = prepared.Recipe(plan, pipeline, model) with { Watermark = _watermark };
            await using var video = CreateVideo(
                output.Video, prepared.Result.FramesPerSecond, recipe, prepared.Tracks, cancel);
            await using var noise = output.Noise is { } noisePath
                ? CreateVideo(noisePath, plan.FramesPerSecond, recipe with { PostProcessing = null }, tracks: null, cancel)
                : null;
            using (var filter = prepared.Filters.Open(plan.Made, timings))
                await DecodeAsync(inverted.Remade, filter, video);
            if (noise is not null)
                await DecodeAsync(inverted.Noise, filter: null, noise);
            if (output.Latents is not null)
                inverted.Write(
                    output.Latents,
                    new Dictionary<string, string> { ["prompt"] = plan.Request.Prompt, ["seed"] = $"{plan.Request.Seed}" });
            await VideoFile.PublishAllAsync(video, noise);
            return new GenerationResult(
                output.Video, recipe, [.. prepared.Notes, .. _writer.Notes(output.Video, prepared.Result.Width)],
                timings.Finish())
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
