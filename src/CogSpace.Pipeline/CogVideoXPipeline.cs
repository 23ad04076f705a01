using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Inversion;
using CogSpace.Pipeline.Preview;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>From a prompt, and perhaps an image or a video, to frames: encode the text, find the start, denoise, decode.</summary>
/// <remarks>Source: CogVideoX, arXiv:2408.06072; diffusers pipeline_cogvideox.py, pipeline_cogvideox_image2video.py, pipeline_cogvideox_video2video.py. One video at a time.</remarks>
public sealed class CogVideoXPipeline : IDisposable
{
    private readonly T5Tokenizer _tokenizer;
    private readonly NetworkSlot<T5Encoder> _textEncoder;
    private readonly NetworkSlot<CogVideoXTransformer> _transformer;
    private readonly NetworkSlot<CogVideoXVae> _vae;
    private readonly ModelScheduler _scheduler;
    private readonly PipelineShape _shape;
    private readonly ComputePlace _place;
    private readonly PromptCache _prompts = new();
    private readonly LatentPreviews? _previews;
    private readonly WorkerThread _worker = new();
    private readonly IReadOnlyList<IDisposable> _owned;

    // What is owned is disposed with the pipeline, after the networks.
    private CogVideoXPipeline(
        T5Tokenizer tokenizer, NetworkSlot<T5Encoder> textEncoder, NetworkSlot<CogVideoXTransformer> transformer, NetworkSlot<CogVideoXVae> vae,
        ModelScheduler scheduler, PipelineShape shape, ComputePlace place, LatentPreviews? previews, IReadOnlyList<IDisposable> owned) =>
        (_tokenizer, _textEncoder, _transformer, _vae, _scheduler, _shape, _place, _previews, _owned) =
            (tokenizer, textEncoder, transformer, vae, scheduler, shape, place, previews, owned);

    /// <summary>Of networks that are loaded already; they are the pipeline's from now on.</summary>
    internal CogVideoXPipeline(
        T5Tokenizer tokenizer, T5Encoder textEncoder, CogVideoXTransformer transformer, CogVideoXVae vae,
        ModelScheduler scheduler, PipelineShape shape, ComputePlace place)
        : this(tokenizer, NetworkSlot<T5Encoder>.Of(textEncoder), NetworkSlot<CogVideoXTransformer>.Of(transformer), NetworkSlot<CogVideoXVae>.Of(vae), scheduler, shape, place, null, [])
    {
    }

    /// <summary>"cpu" or "cuda:0".</summary>
    public string Device => _place.DeviceName;

    /// <summary>"float32", "bfloat16" or "float16".</summary>
    public string Type => _place.TypeName;

    /// <summary>Text tokens that the model looks at.</summary>
    public int TokenLimit => _shape.Transformer.MaxTextSeqLength;

    /// <summary>How much of the model is in memory at a time.</summary>
    public MemoryMode Memory { get; private init; } = MemoryMode.Resident;

    /// <summary>How matrices are kept, if not in the number type: "int8" or "bfloat16"; else null.</summary>
    public string? Weights { get; private init; }

    /// <summary>Loads a model folder in the layout of diffusers: all of it, or, if only a part shall be in memory at a time, what is always needed.</summary>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public static CogVideoXPipeline Load(string folder, PipelineOptions options, CancellationToken cancel = default)
    {
        var place = ComputePlace.Choose(options);
        var model = ModelFolder.Open(folder);
        var shape = model.ReadShape();
        var (tokenizer, scheduler) = (model.LoadTokenizer(), model.ReadScheduler());
        var networks = new NetworkLoading(model, shape, place, options);
        var previews = options.PreviewInterval is { } interval ? new LatentPreviews(networks.Vae, model.PreviewFile, shape.Vae, place, interval) : null;
        var pipeline = new CogVideoXPipeline(tokenizer, networks.TextEncoder, networks.Transformer, networks.Vae, scheduler, shape, place, previews, [networks])
        {
            Memory = networks.Mode,
            Weights = place.NameOf(options.Weights),
        };
        try
        {
            networks.Check();
            if (networks.Mode == MemoryMode.Resident)
            {
                pipeline._textEncoder.Borrow(cancel).Dispose();
                pipeline._transformer.Borrow(cancel).Dispose();
                pipeline._vae.Borrow(cancel).Dispose();
            }

            cancel.ThrowIfCancellationRequested();
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
    public int CountTokens(string text) => _tokenizer.Count(text);

    /// <summary>Checks a request and fills in what it leaves to the model.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="video">Of a request for video to video: the video that is made anew.</param>
    /// <exception cref="InvalidRequestException">The model cannot make what is asked for.</exception>
    public GenerationPlan Plan(GenerationRequest request, VideoInfo? video = null) => new Planning(_shape, _scheduler).Plan(request, video, CountTokens);

    /// <summary>Makes a video. Frames come while later ones are still being decoded; the work runs on a thread of its own, one video after the other.</summary>
    /// <param name="plan">What to make; of <see cref="Plan"/>.</param>
    /// <param name="source">The image as a clip of one frame, or the frames that the plan takes of a video, of the plan's size; null for a prompt alone.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="latentsFile">Where to keep the latents before decoding, as safetensors; null: nowhere.</param>
    /// <param name="cancel">Takes effect within one transformer block or autoencoder block.</param>
    /// <exception cref="GenerationFailedException">What came out is no picture.</exception>
    public IAsyncEnumerable<Frame> GenerateAsync(
        GenerationPlan plan, VideoClip? source = null, IProgress<GenerationProgress>? progress = null, string? latentsFile = null, CancellationToken cancel = default) =>
        _worker.RunAsync(token => Generate(plan, source, new ProgressClock(progress), latentsFile, token), cancel);

    /// <summary>Walks a video to noise, and makes it anew from other noise while it looks at that walk.</summary>
    /// <param name="plan">Of a <see cref="VideoInversion"/>; of <see cref="Plan"/>.</param>
    /// <param name="source">The frames that the plan takes of the video, of the plan's size.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancel">Takes effect within one transformer block or autoencoder block.</param>
    /// <exception cref="GenerationFailedException">What came out is no picture.</exception>
    public Task<InvertedVideo> InvertAsync(
        GenerationPlan plan, VideoClip source, IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default)
    {
        var inverter = new VideoInverter(this, _scheduler);
        return _worker.RunAsync(() => inverter.Invert(plan, source, new ProgressClock(progress), cancel));
    }

    /// <summary>Latents to frames. Frames come while later ones are still being decoded; the work runs on a thread of its own.</summary>
    public IAsyncEnumerable<Frame> DecodeAsync(VideoLatents latents, IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default) =>
        DecodeAsync(latents, tiled: false, progress, cancel);

    /// <inheritdoc cref="DecodeAsync(VideoLatents, IProgress{GenerationProgress}?, CancellationToken)"/>
    /// <param name="latents">Of this model.</param>
    /// <param name="tiled">Cuts pictures into tiles: less memory, slightly other results.</param>
    /// <param name="progress">Told after every chunk.</param>
    /// <param name="cancel">Takes effect within one block.</param>
    public IAsyncEnumerable<Frame> DecodeAsync(VideoLatents latents, bool tiled, IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default) =>
        _worker.RunAsync(token => Decode(latents.Values, tiled ? Tiling : null, new ProgressClock(progress), token), cancel);

    public void Dispose()
    {
        _worker.Dispose();
        _prompts.Dispose();
        _textEncoder.Dispose();
        _transformer.Dispose();
        _vae.Dispose();
        foreach (var owned in _owned)
            owned.Dispose();
    }

    private IEnumerable<Frame> Generate(GenerationPlan plan, VideoClip? source, ProgressClock clock, string? latentsFile, CancellationToken cancel)
    {
        var request = plan.Request;
        using var noise = new NoiseSource(request.Seed);
        using var run = StartRun(plan);
        var guidance = new Guidance(request.Guidance, plan.DynamicGuidance, request.Steps - plan.SkippedSteps);

        clock.Start(GenerationStage.ReadingPrompt, 1);
        using var text = EncodePrompts(request, guidance.Enabled, cancel);
        clock.Advance();

        using var start = Start(plan, source, run, noise, clock, cancel);
        var preview = _previews?.Start(_shape.FrontFrames(plan), cancel);
        using var latents = Denoise(start, text, request, run, guidance, noise, preview, clock, cancel);
        RefuseNotANumber(latents);
        if (latentsFile is not null)
            LatentsFile.Write(latentsFile, latents, request);

        using var video = DropFront(latents, _shape.FrontFrames(plan));
        foreach (var frame in Decode(video, TilingOf(plan), clock, cancel))
            yield return frame;
    }

    /// <summary>Starts a run of the plan's scheduler.</summary>
    internal IDenoisingRun StartRun(GenerationPlan plan) => _scheduler.For(plan.Request).Start(plan.Request.Steps, plan.SkippedSteps);

    /// <summary>The latents that a run starts from.</summary>
    internal Start Start(GenerationPlan plan, VideoClip? source, IDenoisingRun run, NoiseSource noise, ProgressClock clock, CancellationToken cancel)
    {
        if (source is null)
            return new Start(noise.Draw(_shape.LatentShape(plan), _place.Type, _place.Device).DetachFromDisposeScope());
        using var vae = _vae.Borrow(cancel);
        var starts = new StartingLatents(vae.Network, _shape, _place, TilingOf(plan));
        using var pixels = FrameConversion.ToPixels(source.Frames, _place.Type, _place.Device);
        clock.Start(GenerationStage.Encoding, EncodedChunks(plan, source));
        return plan.Request is ImageToVideo
            ? starts.FromImage(plan, pixels, noise, clock.Advance, cancel)
            : starts.FromVideo(pixels, _scheduler.For(plan.Request).Schedule, run.Timesteps[0], noise, clock.Advance, cancel);
    }

    // -> (2, T, text width): the negative prompt, then the prompt; or the prompt alone
    internal Tensor EncodePrompts(GenerationRequest request, bool guided, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        cancel.ThrowIfCancellationRequested();
        string[] prompts = guided ? [request.NegativePrompt, request.Prompt] : [request.Prompt];
        using var encoder = BorrowTextEncoder(prompts, cancel);
        return scope.Detach(cat([.. prompts.Select(prompt => EncodePrompt(prompt, cancel))]));
    }

    /// <summary>Encodes a text, or takes what came of it before.</summary>
    /// <returns>(1, T, text width)</returns>
    internal Tensor EncodePrompt(string prompt, CancellationToken cancel = default) => _prompts.Of(prompt, _place.Device, () =>
    {
        using var scope = NewDisposeScope();
        using var encoder = _textEncoder.Borrow(cancel);
        var ids = tensor(_tokenizer.Encode(prompt, TokenLimit).Ids.Select(id => (long)id).ToArray()).unsqueeze(0);
        return scope.MoveToOuter(encoder.Network.Forward(ids.to(_place.Device), cancel));
    });

    private Tensor Denoise(
        Start start, Tensor text, GenerationRequest request, IDenoisingRun run, Guidance guidance, NoiseSource noise, LatentPreview? preview, ProgressClock clock, CancellationToken cancel)
    {
        using var transformer = BorrowTransformer(cancel);
        using var fused = transformer.Network.Fuse(request.Loras ?? [], cancel);
        using var cache = StepCache.Of(request.StepCache, run.Timesteps.Count);
        clock.Start(GenerationStage.Denoising, run.Timesteps.Count);
        return Denoise(start, text, run, guidance, noise, (_, _, clean) => clock.Advance(preview?.Draw(clean)), cancel, cache);
    }

    /// <summary>Walks from noise to clean latents.</summary>
    /// <param name="start">(B, F, C, H, W), noise or a noisy video, and the image's latents if there is one; kept as it is.</param>
    /// <param name="text">(B or 2B, T, text width): with guidance the unguided half comes first.</param>
    /// <param name="run">The scheduler's run.</param>
    /// <param name="guidance">How strongly the text is followed.</param>
    /// <param name="noise">Where the scheduler draws from.</param>
    /// <param name="stepped">Told after each step: its number, the latents, and the clean ones that it predicts.</param>
    /// <param name="cancel">Looked at between transformer blocks.</param>
    /// <param name="cache">Decides which steps are computed in full; null: all.</param>
    /// <returns>(B, F, C, H, W); the caller disposes it.</returns>
    internal Tensor Denoise(
        Start start, Tensor text, IDenoisingRun run, Guidance guidance, NoiseSource noise, Action<int, Tensor, Tensor> stepped, CancellationToken cancel, StepCache? cache = null)
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
                var input = start.Image is null ? current : cat([current, start.Image], dim: 2);    // (B, F, C in, H, W)
                input = guidance.Enabled ? cat([input, input]) : input;
                var timestep = full([input.shape[0]], t, dtype: ScalarType.Int64, device: _place.Device);
                var velocity = transformer.Network.Forward(input, text, timestep, rotary, cache: cache, cancel: cancel).to(ScalarType.Float32);
                velocity = guidance.Apply(velocity, t);                     // (B, F, C, H, W)

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

    /// <summary>The text encoder, for as long as the lease is not disposed, so that it is loaded once for some texts; null where all of them are known.</summary>
    internal NetworkSlot<T5Encoder>.Lease? BorrowTextEncoder(IEnumerable<string> prompts, CancellationToken cancel) =>
        prompts.All(_prompts.Has) ? null : _textEncoder.Borrow(cancel);

    /// <summary>The transformer, for as long as the lease is not disposed.</summary>
    internal NetworkSlot<CogVideoXTransformer>.Lease BorrowTransformer(CancellationToken cancel) => _transformer.Borrow(cancel);

    /// <summary>What an inversion starts from.</summary>
    /// <returns>(1, F, C, H, W)</returns>
    internal Tensor EncodeVideo(GenerationPlan plan, VideoClip source, NoiseSource noise, ProgressClock clock, CancellationToken cancel)
    {
        using var vae = _vae.Borrow(cancel);
        using var pixels = FrameConversion.ToPixels(source.Frames, _place.Type, _place.Device);
        var starts = new StartingLatents(vae.Network, _shape, _place, TilingOf(plan));
        return starts.EncodeVideo(pixels, noise, clock.Counting(GenerationStage.Encoding, EncodedChunks(plan, source)), cancel);
    }

    /// <summary>A walk with the transformer; the caller keeps it lent.</summary>
    internal InversionWalk WalkWith(CogVideoXTransformer transformer) => new(transformer, _shape.Transformer, _place.Device);

    /// <inheritdoc cref="FrameDecoder.Decode"/>
    internal IEnumerable<Frame> Decode(Tensor latents, Action decoded, CancellationToken cancel, VaeTiling? tiling = null)
    {
        using var vae = _vae.Borrow(cancel);
        foreach (var frame in new FrameDecoder(vae.Network, _shape.Vae, tiling).Decode(latents, decoded, cancel))
            yield return frame;
    }

    private VaeTiling Tiling => VaeTiling.Matching(_shape.Vae);

    private VaeTiling? TilingOf(GenerationPlan plan) => plan.Tiled ? Tiling : null;

    private int EncodedChunks(GenerationPlan plan, VideoClip source) =>
        CogVideoXVae.EncodedChunks(source.Frames.Count, plan.Height, plan.Width, TilingOf(plan));

    private IEnumerable<Frame> Decode(Tensor latents, VaeTiling? tiling, ProgressClock clock, CancellationToken cancel)
    {
        clock.Start(GenerationStage.Decoding, CogVideoXVae.Chunks(latents.shape[1], latents.shape[3], latents.shape[4], tiling, _shape.Vae));
        return Decode(latents, clock.Advance, cancel, tiling);
    }

    internal static Tensor DropFront(Tensor latents, long frames) =>
        latents.narrow(1, frames, latents.shape[1] - frames).DetachFromDisposeScope();

    /// <inheritdoc cref="FrameDecoder.Unscale"/>
    internal Tensor Unscale(Tensor latents) => FrameDecoder.Unscale(latents, _shape.Vae);

    /// <exception cref="GenerationFailedException">There is no picture in them.</exception>
    internal static void RefuseNotANumber(Tensor latents)
    {
        using var scope = NewDisposeScope();
        if (!latents.isfinite().all().item<bool>())
            throw new GenerationFailedException("The model's numbers overflowed, so there is no picture in them. Another number type (bfloat16 or float32) or a lower guidance may help; if not, the model's files are damaged.");
    }
}
