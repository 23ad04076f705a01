using CogSpace.Pipeline.Training;
using CogSpace.Pipeline.Weights.Loras;

namespace CogSpace.Pipeline.Transformer;

/// <summary>Predicts the velocity that leads from noisy latents toward a video of the text.</summary>
/// <remarks>Source: CogVideoX, arXiv:2408.06072; diffusers cogvideox_transformer_3d.py, CogVideoXTransformer3DModel.</remarks>
internal sealed class CogVideoXTransformer : IDisposable
{
    private const float Ofs = 2;

    private readonly WeightScope _weights;
    private readonly TransformerConfig _config;
    private readonly PatchEmbedding _embed;
    private readonly TimestepEmbedding _timestep;
    private readonly TimestepEmbedding? _ofs;
    private readonly ILayerStack<CogVideoXBlock> _blocks;
    private readonly LayerNorm _normFinal;
    private readonly FinalProjection _project;

    public CogVideoXTransformer(WeightScope weights, TransformerConfig config)
    {
        _weights = weights;
        _config = config;
        _embed = new(weights["patch_embed"], config);
        _timestep = new(weights["time_embedding"], config.Width, config.TimeEmbedDim);
        _ofs = config.OfsEmbedDim is { } size ? new(weights["ofs_embedding"], size, size) : null;
        _blocks = weights["transformer_blocks"].Stack(config.NumLayers, block => new CogVideoXBlock(block, config));
        _normFinal = weights["norm_final"].LayerNorm(config.Width, config.NormEps);
        _project = new(weights, config);
    }

    /// <param name="latents">(B, F, C, H, W)</param>
    /// <param name="text">(B, T, text width), padding included</param>
    /// <param name="timestep">(B), 0 to 999</param>
    /// <param name="rotary">Positions of the video tokens, for models that rotate; else null.</param>
    /// <param name="attend">How the tokens look at each other; null: each video by itself.</param>
    /// <param name="cache">Decides after the first block whether the others are worth computing; null: they always are.</param>
    /// <param name="checkpoints">In training: keeps what each block is given, not what it computes; null: not wanted.</param>
    /// <param name="cancel">Looked at between blocks.</param>
    /// <returns>(B, F, C out, H, W)</returns>
    public Tensor Forward(
        Tensor latents, Tensor text, Tensor timestep, RotaryTable? rotary, Attend? attend = null, StepCache? cache = null,
        BlockCheckpoints? checkpoints = null, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        var time = nn.functional.silu(EmbedTime(timestep, latents.dtype));  // (B, E)
        time = checkpoints?.Begin(time) ?? time;
        var tokens = _embed.Forward(latents, text);                         // (B, T+V, D)
        long words = text.shape[1];
        Tensor Video(Tensor x) => x.narrow(1, words, x.shape[1] - words);   // (B, V, D)
        Tensor? recalled = null;
        foreach (var (i, block) in _blocks.Each(cancel).Index())
        {
            using var before = tokens; // released as soon as the block has made others of them
            Tensor Block(Tensor x, Tensor t) => block.Forward(x, words, t, rotary, attend ?? Attention.ToItself);
            tokens = checkpoints is null ? Block(before, time) : checkpoints.Run(Block, before, time);
            if (i == 0 && (recalled = cache?.Recall(Video(before), Video(tokens))) is not null)
                break;
        }

        var video = recalled ?? Video(tokens);
        cache?.Remember(video);
        var patches = _project.Forward(_normFinal.Forward(video), time);    // (B, V, C Pt P P)
        return scope.MoveToOuter(Patches.Join(patches, latents.shape, _config));
    }

    /// <summary>Whether all blocks are in memory at once, so that several threads can use them.</summary>
    public bool StaysInMemory => _blocks is LoadedLayers<CogVideoXBlock>;

    /// <summary>The layers that LoRAs may change, by name.</summary>
    public IReadOnlyDictionary<string, Linear> Linears => _weights.Linears;

    /// <summary>What training the whole network changes, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Learned => _weights.Learned;

    /// <summary>Adds LoRAs to the weights until the result is disposed.</summary>
    public FusedLoras Fuse(IReadOnlyList<LoraFile> files, CancellationToken cancel = default) =>
        FusedLoras.Fuse(Linears, files, cancel);

    public void Dispose()
    {
        _embed.Dispose();
        _weights.Dispose();
    }

    // The image-to-video model of 1.5 is told one more number besides the timestep, always the same.
    private Tensor EmbedTime(Tensor timestep, ScalarType type)
    {
        var time = _timestep.Forward(timestep, type);
        return _ofs is null
            ? time
            : time.Plus(_ofs.Forward(Arithmetic.Filled([1], Ofs, ScalarType.Float32, timestep.device), type));
    }
}
