using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Training;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Weights;
using CogSpace.Training;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests.Training;

/// <summary>A tiny random transformer of each kind in training, and something to learn.</summary>
internal sealed class TrainingSetup : IDisposable
{
    private const int Words = 5;

    private readonly NoiseSource _noise = new(7);
    private readonly TransformerConfig _config;
    private readonly ScalarType _type;

    /// <param name="model">A folder of tests/golden/models.</param>
    /// <param name="type">What it computes in.</param>
    /// <param name="lora">What is trained; null: everything.</param>
    /// <param name="checkpointing">Whether blocks compute again on the way back.</param>
    /// <param name="kept">How matrices are kept.</param>
    public TrainingSetup(
        string model, ScalarType type, LoraOptions? lora = null, bool checkpointing = false, WeightKind kept = WeightKind.Auto)
    {
        string folder = Path.Combine(Repository.Root, "tests", "golden", "models", model, "transformer");
        (_config, _type) = (TransformerConfig.Read(Path.Combine(folder, "config.json")), type);
        var loaded = WeightLoader.Build(
            () => Checkpoint.Open(folder, "diffusion_pytorch_model"), new WeightStorage(type, CPU, kept),
            weights => new CogVideoXTransformer(weights, _config));
        var trained = lora is null
            ? null
            : TrainableLora.Attach(loaded.Linears, lora, (_, shape) => Random(shape).mul(0.1.ToScalar()).to(Wide), CPU);
        Network = new TrainableTransformer(loaded, _config, new ComputePlace(CPU, type), trained, checkpointing);
    }

    /// <summary>One of each kind: 2B, 5B, 5B for images, 1.5 and 1.5 for images.</summary>
    public static TheoryData<string> Models => ["pipe_2b", "part_5b", "part_5b_i2v", "part_15", "part_15_i2v"];

    public TrainableTransformer Network { get; }

    public DiffusionLoss Loss { get; } = new(new NoiseSchedule(new SchedulerConfig()));

    /// <summary>Two clips of the size that the model has learned its positions for.</summary>
    public TrainingBatch Batch()
    {
        long[] size = [2, _config.SampleLatentFrames, _config.OutChannels, _config.SampleHeight, _config.SampleWidth];
        var clean = TrainingBatch.FillFront(Random(size).to(Wide), _config.FramesPerPatch);
        var image = _config.InChannels == _config.OutChannels ? null : Random([2, 1, .. size[2..]]).to(Wide);
        int words = _config.UseLearnedPositionalEmbeddings ? _config.MaxTextSeqLength : Words;
        return new TrainingBatch(
            clean, Random(clean.shape).to(Wide), [200, 999], Random([2, words, _config.TextEmbedDim]).to(Wide), image);
    }

    private ScalarType Wide => _type == ScalarType.Float64 ? _type : ScalarType.Float32;

    public Tensor Random(long[] shape) => _noise.Draw(shape, ScalarType.Float32, CPU);

    public void Dispose()
    {
        Network.Dispose();
        _noise.Dispose();
    }
}
