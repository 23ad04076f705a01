using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline.Memory;

/// <summary>
/// Says how much memory a video would take at its peak, from the headers of a model's files and the sizes of what lies between
/// its layers.
/// </summary>
/// <remarks>Held against measured peaks by the tests. On a GPU nothing was measured; there the sums are the same.</remarks>
internal sealed class MemoryEstimator
{
    // What the libraries and the program take for themselves, whatever the model.
    private const long Program = 160L << 20;

    // What the libraries for float32 products pack their matrices into: more with the kernels for processors without AVX-512.
    private static readonly long PackedFloats = (Bfloat16.HasKernels ? 24L : 48L) << 20;

    // The allocator keeps some blocks for reuse.
    private const double Kept = 1 + (1.0 / 64);
    private const long KeptAtLeast = 32L << 20;

    // Tensors of all tokens that are there at once in a block: see CogVideoXBlock and JointAttention.
    private const double TokenTensors = 6.25;
    private const int BytesPerPieceNumber = 26;

    private readonly PipelineShape _shape;
    private readonly T5Config _text;
    private readonly WeightStorage _layered;
    private readonly int _bytes;
    private readonly long _program;
    private readonly NetworkBytes _textEncoder;
    private readonly NetworkBytes _transformer;
    private readonly NetworkBytes _vae;

    /// <param name="model">Its files.</param>
    /// <param name="shape">The sizes of its networks.</param>
    /// <param name="place">Where and in what it would be computed.</param>
    /// <param name="weights">How matrices would be kept.</param>
    /// <exception cref="ModelLoadException">A file is missing or damaged.</exception>
    public MemoryEstimator(ModelFolder model, PipelineShape shape, ComputePlace place, WeightKind weights)
    {
        var plain = new WeightStorage(place.Type, place.Device);
        _layered = plain with { Kept = weights };
        (_shape, _text, _bytes) = (shape, model.ReadTextEncoderConfig(), place.Type == ScalarType.Float32 ? 4 : 2);
        _program = OfProgram(place);
        using var textEncoder = model.OpenTextEncoder();
        using var transformer = model.OpenTransformer();
        using var vae = model.OpenVae();
        _textEncoder = NetworkBytes.Of(textEncoder, _layered, "encoder.block.");
        _transformer = NetworkBytes.Of(transformer, _layered, "transformer_blocks.");
        _vae = NetworkBytes.Of(vae, plain, "");
    }

    /// <summary>What a plan takes.</summary>
    /// <exception cref="ModelLoadException">A LoRA is damaged.</exception>
    public MemoryNeeds Of(GenerationPlan plan)
    {
        var tiling = plan.Tiled ? VaeTiling.Matching(_shape.Vae) : null;
        var vae = new VaeBytes(_shape.Vae, _bytes);
        long text = TextBetween();
        long encoding = plan.Request switch
        {
            ImageToVideo => vae.Encoding(1, plan.Height, plan.Width, tiling),
            VideoToVideo or VideoInversion => vae.Encoding(plan.Frames, plan.Height, plan.Width, tiling),
            _ => 0,
        };
        long denoising = TransformerBetween(plan);
        var loras = LoraBytes.Of(plan.Request.Loras, _layered);
        long decoding = vae.Decoding(plan.LatentFrames, plan.Height, plan.Width, tiling) + Frames(plan);
        long prompts = PromptCache.Most * (long)_shape.Transformer.MaxTextSeqLength * _text.DModel * _bytes;
        long transformer = Math.Max(_transformer.Whole(loras.Kept + denoising), _transformer.All + loras.Kept + loras.Adding);
        long autoencoder = _vae.All + Most(encoding, decoding, _vae.Reading);
        return new MemoryNeeds(
            Total(prompts + Most(
                _textEncoder.Whole(text) + _transformer.All + _vae.All,
                _textEncoder.All + transformer + _vae.All,
                _textEncoder.All + _transformer.All + autoencoder)),
            Total(prompts + Most(_textEncoder.Whole(text), transformer, autoencoder)),
            Total(
                prompts
                    + Most(
                        _textEncoder.Streamed(text), _transformer.Streamed(denoising + loras.KeptOfBlock, loras.Adding),
                        autoencoder)
            )
        );
    }

    /// <summary>Bytes that the libraries and the program take, whatever the model.</summary>
    public static long OfProgram(ComputePlace place) =>
        Program
        + (place.Type == ScalarType.Float32 || Bfloat16.IsSlow(place.Type, place.Device.type) ? PackedFloats : 0);

    private long Total(long bytes) =>
        _program + (long)(bytes * Kept) + Math.Min(KeptAtLeast, bytes / 4);

    private static long Most(params ReadOnlySpan<long> values)
    {
        long most = 0;
        foreach (long value in values)
            most = Math.Max(most, value);
        return most;
    }

    private long TextBetween()
    {
        long tokens = _shape.Transformer.MaxTextSeqLength;
        return (tokens * (_text.DFf + (4L * _text.DModel)) * _bytes * 4) + (4L * _text.NumHeads * tokens * tokens * (_bytes + 4));
    }

    private long TransformerBetween(GenerationPlan plan)
    {
        var config = _shape.Transformer;
        var latents = _shape.LatentShape(plan);
        long video = latents[1] / config.FramesPerPatch * (latents[3] / config.PatchSize) * (latents[4] / config.PatchSize);
        long batch = (plan.Request.Guidance > 1 ? 2 : 1) * (plan.Request is VideoInversion ? 2 : 1);
        long numbers = batch * (video + config.MaxTextSeqLength) * config.Width;
        long walk =
            plan.Request is VideoInversion
                ? 2L * plan.Request.Steps * latents.Aggregate(1L, (product, size) => product * size) * _bytes
                : 0;
        long cache = plan.Request.StepCache > 0 ? 2 * batch * video * config.Width * _bytes : 0;
        long positions = config.UseRotaryPositionalEmbeddings ? 0 : video * config.Width * _bytes;
        return (long)(TokenTensors * numbers * _bytes)
            + (Math.Min(numbers, Piecewise.Most) * BytesPerPieceNumber)
            + walk
            + cache
            + positions;
    }

    // Decoded frames that wait to be written, and a picture on its way to bytes.
    private static long Frames(GenerationPlan plan) => (long)plan.Width * plan.Height * 3 * (8 + 8 + (4 * 3));
}
