using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Inversion;
using CogSpace.Pipeline.Preview;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>
/// From a prompt, and perhaps an image or a video, to frames: encode the text, find the start, denoise, decode.
/// </summary>
/// <remarks>
/// Source: CogVideoX, arXiv:2408.06072; diffusers pipeline_cogvideox.py, pipeline_cogvideox_image2video.py,
/// pipeline_cogvideox_video2video.py. One video at a time.
/// </remarks>
public sealed class CogVideoXPipeline : IDisposable
{
    private readonly NetworkSlot<CogVideoXTransformer> _transformer;
    private readonly ModelScheduler _scheduler;
    private readonly PipelineShape _shape;
    private readonly ComputePlace _place;
    private readonly LatentPreviews? _previews;
    private readonly bool _lanesAllowed;
    private readonly WorkerThread _worker = new();
    private readonly IReadOnlyList<IDisposable> _owned;
    private GuidanceLanes? _lanes;

    // What is owned is disposed with the pipeline, after the networks.
    private CogVideoXPipeline(
        T5Tokenizer tokenizer, NetworkSlot<T5Encoder> textEncoder, NetworkSlot<CogVideoXTransformer> transformer,
        NetworkSlot<CogVideoXVae> vae, ModelScheduler scheduler, PipelineShape shape, ComputePlace place,
        LatentPreviews? previews, IReadOnlyList<IDisposable> owned)
    {
        (_transformer, _scheduler, _shape, _place, _previews, _owned) = (transformer, scheduler, shape, place, previews, owned);
        Prompts = new PromptEncoder(tokenizer, textEncoder, shape.Transformer.MaxTextSeqLength, place.Device);
        Frames = new FrameCoder(vae, shape, place);
        _lanesAllowed = !place.IsGpu && get_num_threads() > 1;
    }

    /// <summary>Of networks that are loaded already; they are the pipeline's from now on.</summary>
    internal CogVideoXPipeline(
        T5Tokenizer tokenizer, T5Encoder textEncoder, CogVideoXTransformer transformer, CogVideoXVae vae,
        ModelScheduler scheduler, PipelineShape shape, ComputePlace place)
        : this(
            tokenizer, NetworkSlot<T5Encoder>.Of(textEncoder), NetworkSlot<CogVideoXTransformer>.Of(transformer),
            NetworkSlot<CogVideoXVae>.Of(vae), scheduler, shape, place, null, [])
    { }

    /// <summary>"cpu" or "cuda:0".</summary>
    public string Device => _place.DeviceName;

    /// <summary>"float32", "bfloat16" or "float16".</summary>
    public string Type => _place.TypeName;

    /// <summary>Text tokens that the model looks at.</summary>
    public int TokenLimit => Prompts.TokenLimit;

    /// <summary>How much of the model is in memory at a time.</summary>
    public MemoryMode Memory { get; private init; } = MemoryMode.Resident;

    /// <summary>How matrices are kept, if not in the number type: "int8" or "bfloat16"; else null.</summary>
    public string? Weights { get; private init; }

    internal PromptEncoder Prompts { get; }

    internal FrameCoder Frames { get; }

    /// <summary>
    /// Loads a model folder in the layout of diffusers: all of it, or, if only a part should be in memory at a time, what is
    /// always needed.
    /// </summary>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public static CogVideoXPipeline Load(string folder, PipelineOptions options, CancellationToken cancel = default)
    {
        var place = ComputePlace.Choose(options);
        var model = ModelFolder.Open(folder);
        var shape = model.ReadShape();
        var (tokenizer, scheduler) = (model.LoadTokenizer(), model.ReadScheduler());
        var networks = new NetworkLoading(model, shape, place, options);
        var previews = options.PreviewInterval is { } interval
            ? new LatentPreviews(networks.Vae, model.PreviewFile, shape.Vae, place, interval)
            : null;
        var pipeline = new CogVideoXPipeline(
            tokenizer, networks.TextEncoder, networks.Transformer, networks.Vae, scheduler, shape, place, previews,
            [networks])
        {
            Memory = networks.Mode,
            Weights = place.NameOf(options.Weights),
        };
        try
        {
            networks.Prepare(cancel);
            return pipeline;
        }
        catch (Exception e)
        {
            pipeline.Dispose();
            if (MemoryShortage.Explain(e) is var explained && explained != e)
                throw explained;
            throw;
        }
    }

    /// <summary>Tokens of a text, the closing one included; more than <see cref="TokenLimit"/> are cut.</summary>
    public int CountTokens(string text) => Prompts.Count(text);

    /// <summary>Checks a request and fills in what it leaves to the model.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="video">Of a request for video to video: the video that is restyled.</param>
    /// <exception cref="InvalidRequestException">The model cannot make what is asked for.</exception>
    public GenerationPlan Plan(GenerationRequest request, VideoInfo? video = null) =>
        new Planning(_shape, _scheduler).Plan(request, video, CountTokens);

    /// <summary>
    /// Makes a video. Frames come while later ones are still being decoded; the work runs on a thread of its own, one video
    /// after the other.
    /// </summary>
    /// <param name="plan">What to make; of <see cref="Plan"/>.</param>
    /// <param name="source">
    /// The image as a clip of one frame, or the frames that the plan takes of a video, of the plan's size; null for a prompt
    /// alone.
    /// </param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="latentsFile">Where to keep the latents before decoding, as safetensors; null: nowhere.</param>
    /// <param name="cancel">Takes effect within one transformer block or autoencoder block.</param>
    /// <exception cref="GenerationFailedException">What came out is not a picture.</exception>
    public IAsyncEnumerable<Frame> GenerateAsync(
        GenerationPlan plan,
        VideoClip? source = null,
        IProgress<GenerationProgress>? progress = null,
        string? latentsFile = null,
        CancellationToken cancel = default
    ) => _worker.RunAsync(token => Generate(plan, source, new ProgressClock(progress), latentsFile, token), cancel);

    /// <summary>Walks a video to noise, and regenerates it from other noise while it looks at that walk.</summary>
    /// <param name="plan">Of a <see cref="VideoInversion"/>; of <see cref="Plan"/>.</param>
    /// <param name="source">The frames that the plan takes of the video, of the plan's size.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancel">Takes effect within one transformer block or autoencoder block.</param>
    /// <exception cref="GenerationFailedException">What came out is not a picture.</exception>
    public Task<InvertedVideo> InvertAsync(
        GenerationPlan plan, VideoClip source, IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default)
    {
        var inverter = new VideoInverter(this, _scheduler);
        return _worker.RunAsync(() => inverter.Invert(plan, source, new ProgressClock(progress), cancel));
    }

    /// <summary>
    /// Latents to frames. Frames come while later ones are still being decoded; the work runs on a thread of its own.
    /// </summary>
    public IAsyncEnumerable<Frame> DecodeAsync(
        VideoLatents latents, IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default) => DecodeAsync(latents, tiled: false, progress, cancel);

    /// <inheritdoc cref="DecodeAsync(VideoLatents, IProgress{GenerationProgress}?, CancellationToken)"/>
    /// <param name="latents">Of this model.</param>
    /// <param name="tiled">Cuts pictures into tiles: less memory, slightly other results.</param>
    /// <param name="progress">Told after every chunk.</param>
    /// <param name="cancel">Takes effect within one block.</param>
    public IAsyncEnumerable<Frame> DecodeAsync(
        VideoLatents latents,
        bool tiled,
        IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default
    ) => _worker.RunAsync(token => Frames.Decode(latents.Values, tiled, new ProgressClock(progress), token), cancel);

    public void Dispose()
    {
        _worker.Dispose();
        Prompts.Dispose();
        _transformer.Dispose();
        _lanes?.Dispose();
        Frames.Dispose();
        foreach (var owned in _owned)
            owned.Dispose();
        Libtorch.ReturnMemory();
    }

    private IEnumerable<Frame> Generate(
        GenerationPlan plan, VideoClip? source, ProgressClock clock, string? latentsFile, CancellationToken cancel)
    {
        var request = plan.Request;
        using var noise = new NoiseSource(request.Seed);
        using var run = StartRun(plan);
        var guidance = new Guidance(request.Guidance, plan.DynamicGuidance, request.Steps - plan.SkippedSteps);

        clock.Start(GenerationStage.ReadingPrompt, 1);
        using var text = Prompts.Encode(request, guidance.Enabled, cancel);
        clock.Advance();

        using var start = Start(plan, source, run, noise, clock, cancel);
        var preview = _previews?.Start(_shape.FrontFrames(plan), cancel);
        using var latents = Denoise(start, text, request, run, guidance, noise, preview, clock, cancel);
        Pictureless.Refuse(latents);
        if (latentsFile is not null)
            LatentsFile.Write(latentsFile, latents, request);

        using var video = _shape.DropFront(latents, plan);
        foreach (var frame in Frames.Decode(video, plan.Tiled, clock, cancel))
            yield return frame;
    }

    /// <summary>Starts a run of the plan's scheduler.</summary>
    internal IDenoisingRun StartRun(GenerationPlan plan) =>
        _scheduler.For(plan.Request).Start(plan.Request.Steps, plan.SkippedSteps);

    /// <inheritdoc cref="FrameCoder.Start"/>
    internal Start Start(
        GenerationPlan plan,
        VideoClip? source,
        IDenoisingRun run,
        NoiseSource noise,
        ProgressClock clock,
        CancellationToken cancel
    ) => Frames.Start(plan, source, _scheduler.For(plan.Request).Schedule, run.Timesteps[0], noise, clock, cancel);

    private Tensor Denoise(
        Start start, Tensor text, GenerationRequest request, IDenoisingRun run, Guidance guidance, NoiseSource noise,
        LatentPreview? preview, ProgressClock clock, CancellationToken cancel)
    {
        using var transformer = BorrowTransformer(cancel);
        using var fused = transformer.Network.Fuse(request.Loras ?? [], cancel);
        using var cache = StepCache.Of(request.StepCache, run.Timesteps.Count);
        clock.Start(GenerationStage.Denoising, run.Timesteps.Count);
        return Denoise(start, text, run, guidance, noise, (_, _, clean) => clock.Advance(preview?.Draw(clean)), cancel, cache);
    }

    /// <summary>Walks from noise to clean latents.</summary>
    /// <param name="start">
    /// (B, F, C, H, W), noise or a noisy video, and the image's latents if there is one; kept as it is.
    /// </param>
    /// <param name="text">(B or 2B, T, text width): with guidance the unguided half comes first.</param>
    /// <param name="run">The scheduler's run.</param>
    /// <param name="guidance">How strongly the text is followed.</param>
    /// <param name="noise">Where the scheduler draws from.</param>
    /// <param name="stepped">Told after each step: its number, the latents, and the clean ones that it predicts.</param>
    /// <param name="cancel">Looked at between transformer blocks.</param>
    /// <param name="cache">Decides which steps are computed in full; null: all.</param>
    /// <returns>(B, F, C, H, W); the caller disposes it.</returns>
    internal Tensor Denoise(
        Start start, Tensor text, IDenoisingRun run, Guidance guidance, NoiseSource noise,
        Action<int, Tensor, Tensor> stepped, CancellationToken cancel, StepCache? cache = null)
    {
        using var transformer = BorrowTransformer(cancel);
        var size = start.Latents.shape;
        using var rotary = RotaryTable.For(_shape.Transformer, size[1], size[3], size[4], _place.Device);
        var current = start.Latents.alias().DetachFromDisposeScope();
        try
        {
            for (int i = 0; i < run.Timesteps.Count; i++)
            {
                using var scope = NewDisposeScope();
                int t = run.Timesteps[i];
                var input = start.Image is null ? current : cat([current, start.Image], dim: 2); // (B, F, C in, H, W)
                var velocity = Predict(transformer.Network, input, text, t, rotary, guidance, cache, cancel)
                    .to(ScalarType.Float32);
                velocity = guidance.Apply(velocity, t); // (B, F, C, H, W)

                var (next, clean) = run.Step(i, velocity, current, noise);
                current.Dispose();
                current = scope.Detach(next.to(_place.Type));
                stepped(i, current, clean);
            }

            return current;
        }
        catch
        {
            current.Dispose();
            throw;
        }
    }

    // input (B, F, C in, H, W) -> (B, ...), or with guidance (2B, ...), the unguided half first
    private Tensor Predict(
        CogVideoXTransformer transformer, Tensor input, Tensor text, int t, RotaryTable? rotary, Guidance guidance,
        StepCache? cache, CancellationToken cancel)
    {
        bool lanes = guidance.Enabled && cache is null && _lanesAllowed && Weights is null && transformer.StaysInMemory;
        input = guidance.Enabled && !lanes ? cat([input, input]) : input;
        var timestep = Arithmetic.Filled([input.shape[0]], t, ScalarType.Int64, _place.Device);
        return lanes
            ? (_lanes ??= new GuidanceLanes()).Forward(transformer, input, text, timestep, rotary, cancel)
            : transformer.Forward(input, text, timestep, rotary, cache: cache, cancel: cancel);
    }

    /// <summary>The transformer, for as long as the lease is not disposed.</summary>
    internal NetworkSlot<CogVideoXTransformer>.Lease BorrowTransformer(CancellationToken cancel) => _transformer.Borrow(cancel);

    /// <summary>A walk with the transformer; the caller keeps it lent.</summary>
    internal InversionWalk WalkWith(CogVideoXTransformer transformer) => new(transformer, _shape.Transformer, _place.Device);
}
