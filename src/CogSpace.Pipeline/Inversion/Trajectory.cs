namespace CogSpace.Pipeline.Inversion;

/// <summary>The latents after each step of a walk.</summary>
internal sealed class Trajectory : IDisposable
{
    private readonly List<Tensor> _latents = [];

    public int Count => _latents.Count;

    /// <summary>(B, F, C, H, W)</summary>
    public Tensor this[Index step] => _latents[step];

    /// <param name="latents">(B, F, C, H, W); owned from now on.</param>
    public void Add(Tensor latents) => _latents.Add(latents.DetachFromDisposeScope());

    /// <returns>(steps, B, F, C, H, W)</returns>
    public Tensor Stack() => stack(_latents);

    public void Dispose()
    {
        foreach (var latents in _latents)
            latents.Dispose();
        _latents.Clear();
    }
}
