using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Memory;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Training;
using CogSpace.Pipeline.Transformer;
using CogSpace.Training;

namespace CogSpace.Pipeline;

/// <summary>Trains a model's transformer, or a LoRA for it, on encoded clips.</summary>
/// <remarks>Source: CogVideo finetune/trainer.py. Text encoder and autoencoder are not needed any more, nor loaded.</remarks>
public sealed class Trainer : IDisposable
{
    private const string Checkpoints = "checkpoints", ModelName = "model";

    private readonly ModelFolder _files;
    private readonly string _folder;
    private readonly TrainingOptions _options;
    private readonly BatchSource _batches;
    private readonly TrainableTransformer _network;
    private readonly Optimization _optimization;
    private readonly DiffusionLoss _loss;
    private readonly CheckpointFolder _checkpoints;
    private readonly TrainingIdentity _identity;
    private readonly WorkerThread _worker = new();

    private Trainer(
        ModelFolder files, PipelineShape shape, ModelScheduler scheduler, TrainingOptions options, PipelineOptions compute,
        TrainingData data, string folder, CancellationToken cancel)
    {
        options.Check();
        (_files, _options, _folder) = (files, options, folder);
        var place = ComputePlace.Choose(compute);
        var weights = options.Lora is null ? WeightKind.Auto : compute.Weights;
        _batches = new BatchSource(data, shape.Transformer, options, place.Device);
        using (var checkpoint = files.OpenTransformer())
            _identity = TrainingIdentity.Of(checkpoint, data, options, place, weights);
        _network = TrainableTransformer.Load(files, shape.Transformer, options, place, weights, cancel);
        _loss = new DiffusionLoss(new NoiseSchedule(scheduler.Config));
        _optimization = new Optimization(_network, _loss, options);
        _checkpoints = new CheckpointFolder(Path.Combine(folder, Checkpoints), options.Keep);
    }

    /// <summary>Steps so far.</summary>
    public int Step => _optimization.Optimizer.Steps;

    /// <summary>Where the result is, once a checkpoint was written: a LoRA's file, or the folder of a model at the end.</summary>
    public string Result => Path.Combine(_folder, _options.Lora is null ? ModelName : TrainedLora.FileName);

    /// <inheritdoc cref="Model.LoadTrainer"/>
    internal static Trainer Load(
        ModelFolder files, PipelineShape shape, ModelScheduler scheduler, TrainingOptions options, PipelineOptions compute,
        TrainingData data, string folder, bool resume, CancellationToken cancel)
    {
        var trainer = new Trainer(files, shape, scheduler, options, compute, data, folder, cancel);
        try
        {
            trainer.Start(resume);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>Trains until a step. The work runs on a thread of its own.</summary>
    /// <param name="last">The step, counted from the beginning of the training; null: the last one.</param>
    /// <param name="cancel">Takes effect within one block; what was reached is kept in a checkpoint first.</param>
    /// <exception cref="TrainingFailedException">The loss or the gradient is not a number.</exception>
    /// <exception cref="CogSpaceException">A checkpoint cannot be written; earlier ones stay.</exception>
    public IAsyncEnumerable<TrainingProgress> RunAsync(int? last = null, CancellationToken cancel = default) =>
        _worker.RunAsync(token => Run(Math.Min(last ?? _options.Steps, _options.Steps), token), cancel);

    /// <summary>Makes the network that of a pipeline, until the result is disposed: no gradient is asked for meanwhile.</summary>
    public IDisposable Rest() => _network.Rest();

    internal NetworkSlot<CogVideoXTransformer> LendNetwork() => NetworkSlot<CogVideoXTransformer>.Lent(_network.Network);

    public void Dispose()
    {
        _worker.Dispose();
        _optimization.Dispose();
        _network.Dispose();
    }

    private IEnumerable<TrainingProgress> Run(int last, CancellationToken cancel)
    {
        while (Step < last)
        {
            double rate = LearningRates.At(_options, Step);
            var (loss, norm) = Collect(cancel);
            _optimization.Move(norm);
            string? saved = Step % _options.SaveEvery == 0 || Step == _options.Steps ? Save() : null;
            yield return new TrainingProgress(Step, _options.Steps, loss, norm, rate, saved);
        }

        if (Step == _options.Steps)
            Finish(cancel);
    }

    // The gradients of a step, from as many passes as it has.
    private (double Loss, double Norm) Collect(CancellationToken cancel)
    {
        long first = (long)Step * _options.Accumulation;
        try
        {
            var (loss, norm) = _optimization.Collect(pass => _batches.Batch(first + pass, _loss.Timesteps), cancel);
            return double.IsFinite(loss) && double.IsFinite(norm) ? (loss, norm) : throw Failure(loss, first);
        }
        catch (OperationCanceledException)
        {
            Save();                 // nothing of this step has moved: it is made again
            throw;
        }
    }

    private void Start(bool resume)
    {
        string? last = _checkpoints.Last;
        if (last is not null && !resume)
            throw new InvalidRequestException(
                $"There is a training in {_folder} already: {last}. Resume it, or name another folder.");
        if (_options.Lora is null)
            TrainedModel.Refuse(Path.Combine(_folder, ModelName));
        if (last is not null)
            CheckpointFolder.Load(last, _optimization.Optimizer, _identity);
    }

    private string Save()
    {
        string saved = _checkpoints.Save(_optimization.Optimizer, _identity);
        if (_options.Lora is { } lora)
            TrainedLora.Write(Result, _network.Parameters, lora, _identity);
        return saved;
    }

    private void Finish(CancellationToken cancel)
    {
        if (_options.Lora is not null)
            return;
        using var checkpoint = _files.OpenTransformer();
        TrainedModel.Write(Result, _files.Path, checkpoint, _network.Parameters, _identity, cancel);
    }

    private TrainingFailedException Failure(double loss, long firstPass)
    {
        var clips = Enumerable.Range(0, _options.Accumulation).SelectMany(i => _batches.NamesOf(firstPass + i)).Distinct();
        string what = double.IsFinite(loss) ? "gradient" : "loss";
        string kept = _checkpoints.Last is { } last ? $"The last checkpoint is {last}." : "There is no checkpoint yet.";
        return new TrainingFailedException(
            $"The {what} of step {Step + 1} is not a number. The step learned from {string.Join(", ", clips)}. {kept} " +
            "A lower learning rate may help.");
    }
}
