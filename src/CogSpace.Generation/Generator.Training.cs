using System.Diagnostics;
using CogSpace.Generation.Training;
using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <content>Fine-tuning.</content>
public sealed partial class Generator
{
    /// <summary>Trains a model, or a LoRA for it, on a folder of captioned videos.</summary>
    /// <param name="request">What, from what, and how.</param>
    /// <param name="model">Which model.</param>
    /// <param name="progress">Told after every clip and every step.</param>
    /// <param name="cancel">Takes effect within one block; what was reached is kept in a checkpoint first.</param>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    public async Task<TrainingResult> TrainAsync(
        TrainingRequest request, ModelInfo model, IProgress<TrainingStatus>? progress = null, CancellationToken cancel = default)
    {
        request.Options.Check();
        Disk.Try($"Cannot write {request.Output}", () => Directory.CreateDirectory(request.Output));
        var (opened, compute) = (Models.Open(model), _host.Options.Resolved(model.Preset));
        var preparation = new ClipPreparation(request, opened, compute, _videos, progress);
        var planned = await preparation.PlanAsync(cancel);
        var clip = planned[0].Clip.Made;
        var needs = await Task.Run(() => opened.TrainingMemory(request.Options, compute, clip), cancel);
        TrainingPreflight.Check(needs, clip, request, FreeMemory.For(compute));
        var data = await preparation.EncodeAsync(planned, cancel);

        progress?.Report(new TrainingStatus(TrainingStage.Loading, 0, 1));
        using var trainer = await Task.Run(
            () => opened.LoadTrainer(request.Options, compute, data, request.Output, request.Resumes, cancel), cancel);
        using var table = TrainingTable.Open(request.Output, trainer.Step);
        var (first, curve, watch) = (trainer.Step, new LossCurve(), Stopwatch.StartNew());
        int last = first;
        foreach (double loss in table.Losses)
            curve.Add(loss);
        await foreach (var step in trainer.RunAsync(cancel))
        {
            last = step.Step;
            curve.Add(step.Loss);
            double seconds = watch.Elapsed.TotalSeconds;
            table.Add(step, curve.Smoothed!.Value, seconds);
            progress?.Report(new TrainingStatus(TrainingStage.Learning, step.Step, step.Steps)
            {
                Loss = curve.Smoothed, StepsPerSecond = (step.Step - first) / seconds,
            });
        }

        return new TrainingResult(trainer.Result, last - first, curve.Smoothed, needs.Total, preparation.Notes);
    }
}
