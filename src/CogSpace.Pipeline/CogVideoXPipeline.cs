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
    private readonly PromptEncoder _prompts;
    private readonly NetworkSlot<CogVideoXTransformer> _transformer;
    private readonly Autoencoder _autoencoder;
    private readonly ModelScheduler _scheduler;
    private readonly PipelineShape _shape;
    private readonly ComputePlace _place;
    private readonly LatentPreviews? _previews;
    private readonly bool _lanesAllowed;
    private readonly WorkerThread _worker = new();
    private readonly IDisposable? _loading;
    private GuidanceLanes? _lanes;

    /// <summary>Of networks that are loaded or can be; they are the pipeline's from now on.</summary>
    /// <param name="prompts">Prompts to embeddings.</param>
    /// <param name="transformer">Predicts the velocity.</param>
    /// <param name="autoencoder">Frames to latents and back.</param>
    /// <param name="scheduler">The model's.</param>
    /// <param name="shape">The sizes of the networks.</param>
    /// <param name="previews">Draws previews; null: there are none.</param>
    /// <param name="loading">Disposed with the pipeline, after the networks.</param>
    internal CogVideoXPipeline(
        PromptEncoder prompts, NetworkSlot<CogVideoXTransformer> transformer, Autoencoder autoencoder, ModelScheduler scheduler,
        PipelineShape shape, LatentPreviews? previews = null, IDisposable? loading = null)
    {
        (_prompts, _transformer, _autoencoder, _place) = (prompts, transformer, autoencoder, autoencoder.Place);
        (_scheduler, _shape, _previews, _loading) = (scheduler, shape, previews, loading);
        _lanesAllowed = !_place.IsGpu && get_num_threads() > 1;
    }

    /// <summary>"cpu" or "cuda:0".</summary>
    public string Device => _place.DeviceName;

    /// <summary>"float32", "bfloat16" or "float16".</summary>
    public string Type => _place.TypeName;

    /// <summary>How much of the model is in memory at a time.</summary>
    public MemoryMode Memory { get; private init; } = MemoryMode.Resident;

    /// <summary>How matrices are kept, if not in the number type: "int8" or "bfloat16"; else null.</summary>
    public string? Weights { get; private init; }

    /// <inheritdoc cref="Model.Load"/>
    internal static CogVideoXPipeline Load(
        ModelFolder files, PipelineShape shape, ModelScheduler scheduler, T5Tokenizer tokenizer, PipelineOptions options,
        NetworkSlot<CogVideoXTransformer>? transformer, CancellationToken cancel)
    {
        var place = ComputePlace.Choose(options);
        var networks = new NetworkLoading(files, shape, place, options);
        var previews = options.PreviewInterval is { } interval
            ? new LatentPreviews(networks.Vae, files.PreviewFile, shape.Vae, place, interval)
            : null;
        var prompts = new PromptEncoder(tokenizer, networks.TextEncoder, shape.Transformer.MaxTextSeqLength, place.Device);
        var pipeline = new CogVideoXPipeline(
            prompts, transformer ?? networks.Transformer, new Autoencoder(networks.Vae, shape.Vae, place), scheduler, shape,
            previews, networks)
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

    /// <summary>
    /// Makes a video. Frames come while later ones are still being decoded; the work runs on a thread of its own, one video
    /// after the other.
    /// </summary>
    /// <param name="plan">What to make; of <see cref="Model.Plan"/>.</param>
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
    /// <param name="plan">Of a <see cref="VideoInversion"/>; of <see cref="Model.Plan"/>.</param>
    /// <param name="source">The frames that the plan takes of the video, of the plan's size.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancel">Takes effect within one transformer block or autoencoder block.</param>
    /// <exception cref="GenerationFailedException">What came out is not a picture.</exception>
    public Task<InvertedVideo> InvertAsync(
        GenerationPlan plan, VideoClip source, IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default)
    {
        var inverter = new VideoInverter(_prompts, _transformer, _autoencoder, _scheduler, _shape.Transformer);
        return _worker.RunAsync(() => inverter.Invert(plan, source, new ProgressClock(progress), cancel));
    }

    /// <summary>
    /// Latents to frames. Frames come while later ones are still being decoded; the work runs on a thread of its own.
    /// </summary>
    /// <param name="latents">Of this model.</param>
    /// <param name="tiled">Cuts pictures into tiles: less memory, slightly other results.</param>
    /// <param name="progress">Told after every chunk.</param>
    /// <param name="cancel">Takes effect within one block.</param>
    public IAsyncEnumerable<Frame> DecodeAsync(
        VideoLatents latents, bool tiled = false, IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default) =>
        _worker.RunAsync(token => _autoencoder.Decode(latents.Values, tiled, new ProgressClock(progress), token), cancel);

    public void Dispose()
    {
        _worker.Dispose();
        _prompts.Dispose();
        _transformer.Dispose();
        _lanes?.Dispose();
        _autoencoder.Dispose();
        _loading?.Dispose();
        Libtorch.ReturnMemory();
    }

    private IEnumerable<Frame> Generate(
        GenerationPlan plan, VideoClip? source, ProgressClock clock, string? latentsFile, CancellationToken cancel)
    {
        var request = plan.Request;
        using var noise = new NoiseSource(request.Seed);
        var scheduler = _scheduler.For(request);
        using var run = scheduler.Start(request.Steps, plan.SkippedSteps);
        var guidance = new Guidance(request.Guidance, plan.DynamicGuidance, request.Steps - plan.SkippedSteps);

        clock.Start(GenerationStage.ReadingPrompt, 1);
        using var text = _prompts.Encode(request, guidance.Enabled, cancel);
        clock.Advance();

        using var start = Start.Of(
            plan, source, _autoencoder, _shape, scheduler.Schedule, run.Timesteps[0], noise, clock, cancel);
        var preview = _previews?.Start(_shape.FrontFrames(plan), cancel);
        using var latents = Denoise(start, text, request, run, guidance, noise, preview, clock, cancel);
        Pictureless.Refuse(latents);
        if (latentsFile is not null)
            LatentsFile.Write(latentsFile, latents, request);

        using var video = _shape.DropFront(latents, plan);
        foreach (var frame in _autoencoder.Decode(video, plan.Tiled, clock, cancel))
            yield return frame;
    }

    private Tensor Denoise(
        Start start, Tensor text, GenerationRequest request, IDenoisingRun run, Guidance guidance, NoiseSource noise,
        LatentPreview? preview, ProgressClock clock, CancellationToken cancel)
    {
        using var transformer = _transformer.Borrow(cancel);
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
        using var transformer = _transformer.Borrow(cancel);
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
}
