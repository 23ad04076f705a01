using CogSpace.Training;

namespace CogSpace.Pipeline.Training;

/// <summary>Steps of the optimizer: gradients of some passes, clipped, and a move.</summary>
internal sealed class Optimization(TrainableTransformer network, DiffusionLoss loss, TrainingOptions options) : IDisposable
{
    public AdamW Optimizer { get; } = new(network.Parameters, options);

    /// <summary>Collects the gradients of a step.</summary>
    /// <param name="batch">Makes the batch of each of the step's passes, counted from 0.</param>
    /// <param name="cancel">Looked at between blocks; then nothing has moved.</param>
    /// <returns>The mean loss, and the length of the gradient before it is clipped.</returns>
    public (double Loss, double Norm) Collect(Func<int, TrainingBatch> batch, CancellationToken cancel)
    {
        foreach (var parameter in network.Parameters)
            parameter.Clear();
        double sum = 0;
        for (int pass = 0; pass < options.Accumulation; pass++)
        {
            using var scope = NewDisposeScope();
            sum += network.Learn(batch(pass), loss, 1.0 / options.Accumulation, cancel);
        }

        return (sum / options.Accumulation, Gradient.Norm(network.Parameters));
    }

    /// <summary>Moves the parameters by what was collected, and forgets it.</summary>
    /// <param name="norm">The length of the gradient, which is clipped if it is too long.</param>
    public void Move(double norm)
    {
        Optimizer.Step(
            LearningRates.At(options, Optimizer.Steps), Gradient.ClippingFactor(norm, options.MaxGradientNorm));
        foreach (var parameter in network.Parameters)
            parameter.Clear();
    }

    public void Dispose() => Optimizer.Dispose();
}
