namespace CogSpace.Pipeline.Schedulers;

/// <summary>The random numbers of one video: those of torch.Generator('cpu') for its seed.</summary>
/// <remarks>Always drawn on the CPU in float32 and then rounded, so that a seed means the same on every device and for every version of libtorch.</remarks>
internal sealed class NoiseSource(uint seed) : IDisposable
{
    private readonly Generator _generator = new(seed, CPU);

    /// <summary>Standard normal numbers.</summary>
    public Tensor Draw(ReadOnlySpan<long> shape, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(randn(shape, dtype: ScalarType.Float32, device: CPU, generator: _generator).to(type, device));
    }

    public void Dispose() => _generator.Dispose();
}
