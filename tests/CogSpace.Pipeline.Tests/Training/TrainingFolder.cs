using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Training;
using CogSpace.Training;

namespace CogSpace.Pipeline.Tests.Training;

/// <summary>A small model, a few encoded clips of random numbers, and a folder to train into.</summary>
internal sealed class TrainingFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Model _model;

    public TrainingFolder(string model, int clips = 3, bool images = false)
    {
        using var scope = NewDisposeScope();
        _model = Model.Open(model);
        using var noise = new NoiseSource(3);
        Tensor Draw(params long[] shape) => noise.Draw(shape, ScalarType.Float32, CPU);
        var (words, width) = (Words(model), 96);
        Directory.CreateDirectory(_folder["clips"]);
        for (int i = 0; i < clips; i++)
        {
            EncodedClip.Write(
                _folder["clips", $"{i}.safetensors"], Draw(13, 8, 8, 12), Draw(words, width), images ? Draw(2, 8, 8, 12) : null);
        }

        EncodedClip.Write(_folder["clips", "none.safetensors"], latents: null, Draw(words, width));
        Data = new TrainingData(
            [.. Enumerable.Range(0, clips).Select(i => new TrainingClip($"{i}.mp4", _folder["clips", $"{i}.safetensors"]))],
            _folder["clips", "none.safetensors"]);
        Directory.CreateDirectory(Output);
    }

    /// <summary>A LoRA of two ranks in three steps.</summary>
    public static TrainingOptions Small { get; } = new()
    {
        Lora = new LoraOptions { Rank = 2, Alpha = 2 },
        Steps = 3,
        SaveEvery = 1,
        PromptDropout = 0.3,
    };

    public static PipelineOptions Floats { get; } = new() { Device = "cpu", Type = ComputeType.F32 };

    public TrainingData Data { get; set; }

    public string Output => _folder["output"];

    public string Clip(int index) => Data.Clips[index].File;

    public Trainer Load(TrainingOptions options, PipelineOptions? compute = null, bool resume = false) =>
        _model.LoadTrainer(options, compute ?? Floats, Data, Output, resume);

    /// <summary>Trains to the end.</summary>
    public async Task<List<TrainingProgress>> TrainAsync(
        TrainingOptions options, PipelineOptions? compute = null, bool resume = false)
    {
        using var trainer = Load(options, compute, resume);
        var cancel = TestContext.Current.CancellationToken;
        return await trainer.RunAsync(cancel: cancel).ToListAsync(cancel);
    }

    public string[] Checkpoints() =>
        [.. Directory.EnumerateFiles(Path.Combine(Output, "checkpoints")).Select(Path.GetFileName).Order().Select(name => name!)];

    public void Dispose() => _folder.Dispose();

    private static long Words(string model) => Model.Open(model).Info.TokenLimit;
}
