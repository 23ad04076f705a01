using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <content>More pixels and more frames.</content>
public sealed partial class Generator
{
    /// <summary>From a video file to the same video with more pixels or more frames. Never are all frames in memory.</summary>
    /// <param name="video">The file to read.</param>
    /// <param name="postProcessing">What to do.</param>
    /// <param name="output">The video to write; the ending of its name says which format.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancel">Takes effect within one step; nothing is left behind.</param>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    public async Task<PostProcessingResult> PostProcessAsync(
        string video, PostProcessing postProcessing, string output, IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default)
    {
        OutputFiles.CheckVideosWritable([output], []);
        var filters = PostProcessor.Chain(postProcessing);
        var timings = new StageTimings(progress);
        timings.Report(new GenerationProgress(GenerationStage.ReadingSource, 0, 1, null));
        var info = await _videos.ProbeAsync(video, cancel);
        var result = EvenSize.Of(filters.Describe(info));
        VideoWriter.CheckSize(output, result.Width, result.Height);
        await filters.CheckAsync(cancel);
        using var tracks = await SourceTracks.ReadAsync(_videos, video, 0, info, result, cancel);
        var tags = await TagsAsync(video, await filters.UseAsync(info, cancel), cancel);

        await using var file = _writer.Create(output, result, tags, tracks.Tracks, cancel);
        using var filter = filters.Open(info, timings);
        var report = new SourceReport();
        var frames = _videos.ReadAllAsync(video, report, cancel);
        await new FrameLoop(GenerationStage.ReadingSource, timings) { Filter = filter }.RunAsync(frames, file, cancel);
        await VideoFile.PublishAllAsync(file);
        return new PostProcessingResult(
            output,
            file.Info,
            [
                .. report.Notes, .. filters.Notes, .. EvenSize.Notes(filters.Describe(info)), .. tracks.Notes,
                .. _writer.Notes(output, result.Width),
            ],
            timings.Finish()
        );
    }

    // A video that says how it was made goes on saying so.
    private async Task<VideoTags> TagsAsync(string video, AppliedPostProcessing? use, CancellationToken cancel)
    {
        var tags = await _videos.ReadTagsAsync(video, cancel);
        return RecipeTags.Read(tags) is { } recipe && use is not null
            ? RecipeTags.Of(
                recipe with
                {
                    PostProcessing = use.After(recipe.PostProcessing) with { Result = EvenSize.Of(use.Result) },
                }
            )
            : tags with { IsAiGenerated = RecipeJson.IsMarked(tags.Comment) };
    }
}
