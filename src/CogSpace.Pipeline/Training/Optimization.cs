using CogSpace.Training;

namespace CogSpace.Pipeline.Training;

/// <summary>Steps of the optimizer: gradients of some passes, clipped, and a move.</summary>
internal sealed class Optimization(TrainableTransformer network, DiffusionLoss loss, TrainingOptions options) : IDisposable
{
    public AdamW Optimizer { get; } = new(network.Parameters, options);

    /// <summary>Collects the gradients of a step.</summary>
    /// <param name="passes">As many as <see cref="TrainingOptions.Accumulation"/> says; each is disposed of after use.</param>
    /// <param name="cancel">Looked at between blocks; then nothing has moved.</param>
    /// <returns>The mean loss.</returns>
    public double Collect(IEnumerable<TrainingBatch> passes, CancellationToken cancel)
    {
        foreach (var parameter in network.Parameters)
            parameter.Clear();
        double sum = 0;
        foreach (var pass in passes)
            sum += network.Learn(pass, loss, 1.0 / options.Accumulation, cancel);
        return sum / options.Accumulation;
    }

    /// <summary>Moves the parameters by what was collected, and forgets it.</summary>
    /// <returns>The length of the gradient before it was clipped.</returns>
    public double Move()
    {
        double norm = Gradient.Norm(network.Parameters);
        Optimizer.Step(
            LearningRates.At(options, Optimizer.Steps), Gradient.ClippingFactor(norm, options.MaxGradientNorm));
        foreach (var parameter in network.Parameters)
            parameter.Clear();
        return norm;
    }

    public void Dispose() => Optimizer.Dispose();
}
