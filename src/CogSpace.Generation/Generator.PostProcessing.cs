using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <content>More pixels and more frames.</content>
public sealed partial class Generator
{
    /// <inheritdoc/>
    public async Task<PostProcessingResult> PostProcessAsync(
        string video, PostProcessing postProcessing, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default)
    {
        output.CheckWritable();
        var filters = PostProcessor.Chain(postProcessing);
        var timings = new StageTimings(progress);
        timings.Report(new GenerationProgress(GenerationStage.ReadingSource, 0, 1, null));
        var info = await _videos.ProbeAsync(video, cancel);
        var result = EvenSize.Of(filters.Describe(info));
        VideoWriter.CheckSize(output.Video, result.Width, result.Height);
        await filters.CheckAsync(cancel);
        using var tracks = await SourceTracks.ReadAsync(_videos, video, 0, info, result, cancel);
        var given = await _videos.ReadTagsAsync(video, cancel);
        given = given with { IsAiGenerated = RecipeJson.IsMarked(given.Comment) };
        var earlier = RecipeTags.Read(given);
        var recipe = After(earlier, await filters.UseAsync(info, cancel));
        var tags = recipe is null ? given : RecipeTags.Of(recipe);

        await using var file = _writer.Create(output.Video, result, tags, tracks.Tracks, cancel);
        await using var before = filters.Upscales && output.Before is { } beforePath
            ? _writer.Create(beforePath, EvenSize.Of(info), given, tracks: null, cancel)
            : null;
        await using var poster = output.Poster is { } posterPath ? _writer.CreatePoster(posterPath, cancel) : null;
        using var filter = filters.Open(info, timings);
        var report = new SourceReport();
        var loop = new FrameLoop(GenerationStage.ReadingSource, timings)
        {
            Filter = filter,
            Before = before,
            Poster = poster,
            PosterIndex = result.Frames / 2,
            AreWatermarked = earlier?.Watermark is not null,
        };
        await loop.RunAsync(_videos.ReadAllAsync(video, report, cancel), file, cancel);
        timings.Report(new GenerationProgress(GenerationStage.Writing, 0, 1, null));
        await VideoFile.PublishAllAsync(file, before, poster);
        return new PostProcessingResult(
            output.Video,
            file.Info,
            [
                .. report.Notes, .. filters.Notes, .. EvenSize.Notes(filters.Describe(info)), .. tracks.Notes,
                .. _writer.Notes(output.Video, result.Width),
            ],
            timings.Finish()
        )
        {
            Recipe = recipe,
        };
    }

    // A video that says how it was made goes on saying so.
    private Recipe? After(Recipe? earlier, AppliedPostProcessing? use) =>
        earlier is null || use is null
            ? null
            : earlier with
            {
                PostProcessing = use.After(earlier.PostProcessing) with { Result = EvenSize.Of(use.Result) },
                Watermark = earlier.Watermark ?? _watermark,
            };
}
