using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>
/// All that CogSpace makes, from a request to finished files: the way in for the page and the terminal, and the only class that
/// names every stage.
/// </summary>
public sealed partial class Generator : IVideoMaker, IDisposable
{
    private readonly ModelHost _host;
    private readonly ImageReader _images;
    private readonly VideoReader _videos;
    private readonly VideoWriter _writer;
    private readonly VideoConverter _converter;
    private readonly string? _watermark;
    private readonly TimeSpan? _previewInterval;
    private readonly SourceReader _sources;
    private DeviceReport? _device;

    private Generator(GeneratorOptions options)
    {
        Models = new ModelCatalog(options.ModelsFolder, options.Hub);
        PostProcessor = new PostProcessor(options.ModelsFolder, options.Networks, options.Upscaling);
        _host = new ModelHost(options.Pipeline);
        _previewInterval = options.Pipeline.PreviewInterval;
        (_images, _videos) = (new ImageReader(options.Reading), new VideoReader(options.Reading));
        _writer = new VideoWriter(options.Encoding);
        _converter = new VideoConverter(options.Encoding) { LabelsAiGenerated = true };
        _watermark = options.Encoding.Watermark?.Trim() is { Length: > 0 } text ? text : null;
        _sources = new SourceReader(_images, _videos);
    }

    /// <summary>The models that it can be asked for.</summary>
    public ModelCatalog Models { get; }

    /// <summary>Changes frames after they are made.</summary>
    public PostProcessor PostProcessor { get; }

    /// <summary>Puts together all that takes part. Only one call at a time may compute with a model.</summary>
    /// <param name="options">Where files are, and where and how everything computes.</param>
    public static Generator Create(GeneratorOptions options) => new(options);

    /// <summary>Plans a request, for <see cref="GenerateAsync"/> or <see cref="InvertAsync"/>.</summary>
    /// <param name="request">What to make; its video, if it has one, is looked at.</param>
    /// <param name="model">Which model makes it.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="CogSpaceException">The model cannot make what is asked for, or the video cannot be read.</exception>
    public Task<GenerationPlan> PlanAsync(
        GenerationRequest request, ModelInfo model, CancellationToken cancel = default) =>
        _sources.PlanAsync(request, Models.Open(model), cancel);

    /// <inheritdoc/>
    public async Task<GenerationResult> GenerateAsync(
        GenerationPlan plan, ModelInfo model, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        ComputeType? type = null, CancellationToken cancel = default)
    {
        output.CheckWritable();
        var timings = new StageTimings(progress);
        using var prepared = await PrepareAsync(plan, model, output.Video, type, timings, cancel);
        return await _host.MakeAsync(
            Models.Open(model), plan, prepared.Memory, MakeAsync, timings.ReportLoading, type, cancel);

        async Task<GenerationResult> MakeAsync(CogVideoXPipeline pipeline, GenerationPlan plan, MemoryChoice way)
        {
            var recipe = prepared.Recipe(plan, pipeline, model) with { Watermark = _watermark };
            await using var video = CreateVideo(
                output.Video, prepared.Result.FramesPerSecond, recipe, prepared.Tracks, cancel);
            await using var before = !prepared.Filters.IsEmpty && prepared.Earlier is null && output.Before is { } beforePath
                ? CreateVideo(beforePath, plan.FramesPerSecond, recipe with { PostProcessing = null }, tracks: null, cancel)
                : null;
            await using var poster = output.Poster is { } posterPath ? _writer.CreatePoster(posterPath, cancel) : null;
            using var filter = prepared.Filters.Open(plan.Made, timings);
            var black = new BlackVideo();
            var previews = new DecodedPreviews(timings, _previewInterval, plan.Request.Steps);
            var loop = new FrameLoop(GenerationStage.Decoding, timings)
            {
                FramesPerSecond = plan.FramesPerSecond,
                Seen = black.Look + (Action<Frame>)previews.Look,
                Before = before,
                Filter = filter,
                Poster = poster,
                PosterIndex = prepared.Written.Frames / 2,
                Earlier = prepared.Earlier is { } earlier ? ReadFramesAsync(earlier.Path, cancel) : null,
            };
            await loop.RunAsync(
                pipeline.GenerateAsync(plan, prepared.Source, timings, output.Latents, cancel), video, cancel);
            black.Refuse();
            timings.Report(new GenerationProgress(GenerationStage.Writing, 0, 1, null));
            await VideoFile.PublishAllAsync(video, before, poster);
            return new GenerationResult(
                output.Video, recipe, [.. prepared.Notes, .. _writer.Notes(output.Video, prepared.Result.Width)],
                timings.Finish())
            {
                Memory = way,
            };
        }
    }

    /// <summary>Frees the models.</summary>
    public void Dispose() => _host.Dispose();

    // Reads and checks everything before anything large is loaded.
    private async Task<Preparation> PrepareAsync(
        GenerationPlan plan, ModelInfo model, string video, ComputeType? type, StageTimings timings, CancellationToken cancel)
    {
        var filters = FilterChain.Of(plan.Request, PostProcessor);
        var memory = _host.Fit(Models.Open(model), plan, type);
        if (plan.Request is SourceToVideo)
            timings.Report(new GenerationProgress(GenerationStage.ReadingSource, 0, 1, null));
        var result = filters.Describe(plan.Made);
        VideoWriter.CheckSize(video, result.Width, result.Height);
        await filters.CheckAsync(cancel);
        var earlier = await EarlierVideo.OfAsync(plan.Request, _videos, result, cancel);
        var use = await filters.UseAsync(plan.Made, cancel);
        var report = new SourceReport();
        return new Preparation(plan, filters, memory)
        {
            Report = report,
            Earlier = earlier,
            Source = await _sources.ReadAsync(plan, report, cancel),
            SourceSha256 = await SourceReader.HashAsync(plan.Request, cancel),
            Loras = await LoraUse.OfAsync(plan.Request, cancel),
            PostProcessing = earlier is null || use is null ? use : use with { Result = earlier.Extended.With(use.Result) },
            SourceTracks = await _sources.TracksAsync(plan, earlier?.Extended.With(result) ?? result, cancel),
        };
    }

    private VideoFile CreateVideo(
        string path, double framesPerSecond, Recipe recipe, SideTracks? tracks, CancellationToken cancel) =>
        _writer.Create(path, framesPerSecond, RecipeTags.Of(recipe), tracks, cancel);
}
