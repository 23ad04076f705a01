using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Pipeline.Training;

/// <summary>How far the video that a model sees in noise is from the one that the noise was added to.</summary>
/// <remarks>
/// Source: CogVideo finetune/models/cogvideox_t2v/lora_trainer.py, compute_loss. With these weights it is the mean square error
/// of the velocity (arXiv:2202.00512). Noise is added and the loss taken in float32, whatever the network computes in.
/// </remarks>
internal sealed class DiffusionLoss(NoiseSchedule schedule)
{
    private readonly ForwardDiffusion _diffusion = new(schedule);

    /// <summary>Timesteps that may be drawn: 0 to one less than this.</summary>
    public int Timesteps => schedule.TrainedSteps;

    /// <param name="clean">(B, F, C, H, W), float32 or float64.</param>
    /// <param name="noise">The same shape and type, standard normal.</param>
    /// <param name="timesteps">One for each of the batch.</param>
    /// <param name="predict">The network: noisy latents, timesteps (B) -> velocity (B, F, C, H, W).</param>
    /// <returns>The mean over everything, a tensor of no dimension.</returns>
    public Tensor Of(Tensor clean, Tensor noise, IReadOnlyList<int> timesteps, Func<Tensor, Tensor, Tensor> predict)
    {
        using var scope = NewDisposeScope();
        var noisy = _diffusion.AddNoise(clean, noise, timesteps);
        var asked = tensor(timesteps.Select(t => (long)t).ToArray(), device: clean.device);
        var velocity = predict(noisy, asked).to(clean.dtype);
        var predicted = _diffusion.Velocity(velocity, noisy, timesteps);    // √ᾱ noisy - √(1 - ᾱ) velocity
        var error = predicted - clean;
        return scope.MoveToOuter((Weights(clean, timesteps) * error * error).mean());
    }

    // (B, 1, ...): 1 / (1 - ᾱ)
    private Tensor Weights(Tensor clean, IReadOnlyList<int> timesteps)
    {
        using var scope = NewDisposeScope();
        double[] weights = [.. timesteps.Select(t => 1 / (1 - schedule.AlphaBar(t)))];
        long[] shape = [timesteps.Count, .. Enumerable.Repeat(1L, clean.shape.Length - 1)];
        return scope.MoveToOuter(tensor(weights).reshape(shape).to(clean.dtype, clean.device));
    }
}
