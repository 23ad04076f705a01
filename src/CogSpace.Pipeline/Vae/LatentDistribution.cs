using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Pipeline.Vae;

/// <summary>What the encoder knows of the latents: a normal distribution for each number.</summary>
/// <remarks>Source: diffusers vae.py, DiagonalGaussianDistribution.</remarks>
internal sealed class LatentDistribution : IDisposable
{
    private const double LeastLogVariance = -30;
    private const double MostLogVariance = 20;

    /// <param name="moments">(B, 2Z, f, h, w): means, then log variances.</param>
    public LatentDistribution(Tensor moments)
    {
        using var scope = NewDisposeScope();
        var parts = moments.chunk(2, dim: 1);
        Mean = scope.Detach(parts[0].clone());
        LogVariance = scope.Detach(parts[1].Within(LeastLogVariance, MostLogVariance));
    }

    /// <summary>(B, Z, f, h, w)</summary>
    public Tensor Mean { get; }

    /// <summary>(B, Z, f, h, w)</summary>
    public Tensor LogVariance { get; }

    /// <returns>(B, Z, f, h, w)</returns>
    public Tensor Sample(NoiseSource noise)
    {
        using var scope = NewDisposeScope();
        var fresh = noise.Draw(Mean.shape, Mean.dtype, Mean.device);
        return scope.MoveToOuter(Mean.Plus(LogVariance.Times(0.5).exp() * fresh));
    }

    public void Dispose()
    {
        Mean.Dispose();
        LogVariance.Dispose();
    }
}
