namespace CogSpace.Pipeline.Schedulers;

/// <summary>The random numbers of one video: those of torch.Generator('cpu') for its seed.</summary>
/// <remarks>
/// Always drawn on the CPU in float32 and then rounded, so that a seed means the same on every device and for every version of
/// libtorch. The engine is the Mersenne Twister mt19937, whose seed has 32 bits: torch takes the lower ones of a longer seed.
/// </remarks>
internal sealed class NoiseSource(ulong seed) : IDisposable
{
    private readonly Generator _generator = new(seed, CPU);

    /// <summary>Standard normal numbers.</summary>
    public Tensor Draw(ReadOnlySpan<long> shape, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(randn(shape, dtype: ScalarType.Float32, device: CPU, generator: _generator).to(type, device));
    }

    /// <summary>Standard normal numbers for latents that lie in memory as the autoencoder left them.</summary>
    /// <param name="like">(B, F, C, H, W)</param>
    /// <returns>The same shape, type and device.</returns>
    /// <remarks>
    /// What torch.randn_like draws: the numbers follow each other as in memory, (B, C, F, H, W), and where that is not row by row
    /// they come from torch's other algorithm, so that they are not those of <see cref="Draw"/> in another order.
    /// </remarks>
    public Tensor DrawLike(Tensor like)
    {
        using var scope = NewDisposeScope();
        var (b, f, c, h, w) = (like.shape[0], like.shape[1], like.shape[2], like.shape[3], like.shape[4]);
        var fresh = empty([b, c, f, h, w], dtype: ScalarType.Float32).transpose(1, 2).normal_(generator: _generator);
        return scope.MoveToOuter(fresh.to(like.dtype, like.device));
    }

    public void Dispose() => _generator.Dispose();
}
