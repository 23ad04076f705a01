using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Training;
using CogSpace.Pipeline.Transformer;
using CogSpace.Training;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Memory;

/// <summary>
/// Says how much memory a training takes at its peak, from the header of the transformer's file and the sizes of what lies
/// between its layers.
/// </summary>
/// <remarks>Held against a few measured peaks. On a GPU nothing was measured; there the sums are the same.</remarks>
internal static class TrainingBytes
{
    private const int Float = 4;

    // Tensors of all tokens that a block keeps for the way back, where its own weights are trained and where a LoRA's are: see
    // CogVideoXBlock. Those that come and go on the way back, with what the allocator loses between them, were measured.
    private const double KeptOfBlock = 26, KeptOfBlockForLora = 14, OnTheWayBack = 70, OnTheWayBackForLora = 32;

    /// <param name="checkpoint">The transformer's files.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="options">What is trained.</param>
    /// <param name="place">Where and in what it computes.</param>
    /// <param name="weights">How matrices are kept that are not trained.</param>
    /// <param name="size">(F, C, H, W) of the largest clip's latents.</param>
    /// <exception cref="InvalidRequestException">The LoRA is not possible.</exception>
    public static TrainingNeeds Of(
        Checkpoint checkpoint, TransformerConfig config, TrainingOptions options, ComputePlace place, WeightKind weights,
        long[] size)
    {
        var storage = new WeightStorage(place.Type, place.Device, options.Lora is null ? WeightKind.Auto : weights);
        var network = NetworkBytes.Of(checkpoint, storage, "transformer_blocks.");
        int wide = storage.BytesOf(WeightKind.Auto);
        // Matrices that the way back needs in another form than they are kept in.
        long numbers = network.LargestLayer / storage.BytesOf(storage.Kept);
        bool isSlow = Bfloat16.IsSlow(place.Type, place.Device.type);
        long dense = numbers * ((storage.BytesOf(storage.Kept) == wide ? 0 : wide) + (isSlow ? Float : 0));
        return new TrainingNeeds(
            network.All,
            options.Lora is { } lora
                ? 4 * Float * LoraNumbers(checkpoint, lora)
                : (wide == Float ? 3 * Float : wide + (4 * Float)) * (network.All / wide),
            Between(config, options, isSlow ? wide + Float : wide, size, dense),
            MemoryEstimator.OfProgram(place));
    }

    private static long Between(TransformerConfig config, TrainingOptions options, int bytes, long[] size, long dense)
    {
        long frames = size[0] + (size[0] % config.FramesPerPatch);
        long video = frames / config.FramesPerPatch * (size[2] / config.PatchSize) * (size[3] / config.PatchSize);
        long tokens = options.BatchSize * (video + config.MaxTextSeqLength) * config.Width * bytes;
        var (kept, passing) = options.Lora is null
            ? (KeptOfBlock, OnTheWayBack)
            : (KeptOfBlockForLora, OnTheWayBackForLora);
        long blocks = config.NumLayers;
        return options.GradientCheckpointing
            ? (long)(tokens * (blocks + kept + passing)) + dense
            : (long)(tokens * ((blocks * kept) + passing)) + (blocks * dense);
    }

    private static long LoraNumbers(Checkpoint checkpoint, LoraOptions lora)
    {
        const string Weight = ".weight";
        var layers = checkpoint.Names
            .Where(name => name.EndsWith(Weight, StringComparison.Ordinal) && checkpoint.Find(name)!.Shape.Count == 2)
            .ToDictionary(name => name[..^Weight.Length], name => checkpoint.Find(name)!.Shape, StringComparer.Ordinal);
        return TrainableLora.Choose(layers, lora, shape => shape).Sum(layer => layer.Layer.Sum() * lora.Rank);
    }
}
