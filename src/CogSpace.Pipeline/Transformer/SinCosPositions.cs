namespace CogSpace.Pipeline.Transformer;

/// <summary>
/// The sin-cos table of the last size that was asked for, where the tokens are: all steps of a video take the same.
/// </summary>
/// <remarks>Building it takes longer than a layer, and on a GPU every step would wait for its way there.</remarks>
internal sealed class SinCosPositions(TransformerConfig config) : IDisposable
{
    private readonly Lock _building = new();      // both halves of the guidance may ask at once
    private (long Frames, long Height, long Width) _size;
    private Tensor? _table;

    /// <param name="latents">(B, F, C, H, W): their size counts.</param>
    /// <param name="tokens">Whose type and device it gets.</param>
    /// <returns>(1, V, D); it stays this object's.</returns>
    public Tensor For(Tensor latents, Tensor tokens)
    {
        using var building = _building.EnterScope();
        var size = (latents.shape[1], latents.shape[3], latents.shape[4]);
        if (_table is null || _size != size || _table.dtype != tokens.dtype)
        {
            using var scope = NewDisposeScope();
            var (frames, height, width) = size;
            var table = SinCosTable.Build(
                config.Width, frames, height / config.PatchSize, width / config.PatchSize,
                config.SpatialInterpolationScale, config.TemporalInterpolationScale);
            _table?.Dispose();
            (_size, _table) = (size, scope.Detach(table.to(tokens.dtype, tokens.device)));
        }

        return _table;
    }

    public void Dispose() => _table?.Dispose();
}
