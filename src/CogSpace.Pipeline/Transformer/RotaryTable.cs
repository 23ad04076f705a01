namespace CogSpace.Pipeline.Transformer;

/// <summary>Where each video token stands in time, height and width, as angles that queries and keys are turned by.</summary>
/// <remarks>
/// Source: RoPE, arXiv:2104.09864; diffusers embeddings.py, get_3d_rotary_pos_embed and apply_rotary_emb. float32 throughout.
/// </remarks>
internal sealed class RotaryTable : IDisposable
{
    private const float LongestWave = 10000;

    private readonly Tensor _turns;       // (V, 1, K/2), complex

    /// <param name="cos">(V, K/2), float32</param>
    /// <param name="sin">(V, K/2), float32</param>
    private RotaryTable(Tensor cos, Tensor sin)
    {
        using var scope = NewDisposeScope();
        (Cos, Sin, _turns) = (cos, sin, scope.Detach(complex(cos, sin).unsqueeze(1)));
    }

    public Tensor Cos { get; }

    public Tensor Sin { get; }

    /// <summary>The table for latents of a size; null for models that do not rotate.</summary>
    /// <param name="config">Head size, patch size and the size the model was trained on.</param>
    /// <param name="frames">F, latent frames.</param>
    /// <param name="height">Of the latents.</param>
    /// <param name="width">Of the latents.</param>
    /// <param name="device">Where the transformer is.</param>
    public static RotaryTable? For(TransformerConfig config, long frames, long height, long width, Device device)
    {
        if (!config.UseRotaryPositionalEmbeddings)
            return null;
        var (rows, columns) = ((int)height / config.PatchSize, (int)width / config.PatchSize);
        var grid = config.PatchSizeT is null
            ? RotaryGrid.Cropped(rows, columns, config.SampleHeight / config.PatchSize, config.SampleWidth / config.PatchSize)
            : RotaryGrid.Plain(rows, columns);
        return Build(config.AttentionHeadDim, (int)frames / config.FramesPerPatch, grid, device);
    }

    /// <param name="headSize">K: a quarter of it turns with time, three eighths each with height and width.</param>
    /// <param name="frames">F, latent frames.</param>
    /// <param name="grid">Positions of the patches.</param>
    /// <param name="device">Where the transformer is.</param>
    public static RotaryTable Build(int headSize, int frames, RotaryGrid grid, Device device)
    {
        using var scope = NewDisposeScope();
        var (f, h, w) = ((long)frames, (long)grid.Rows.Length, (long)grid.Columns.Length);
        var t = Angles([.. Enumerable.Range(0, frames).Select(i => (float)i)], headSize / 4)
            .reshape(f, 1, 1, -1)
            .expand(f, h, w, -1);
        var y = Angles(grid.Rows, headSize * 3 / 8).reshape(1, h, 1, -1).expand(f, h, w, -1);
        var x = Angles(grid.Columns, headSize * 3 / 8).reshape(1, 1, w, -1).expand(f, h, w, -1);
        var angles = cat([t, y, x], dim: 3).reshape(f * h * w, -1).to(device);    // (V, K/2)
        return new RotaryTable(scope.Detach(angles.cos()), scope.Detach(angles.sin()));
    }

    /// <summary>
    /// Turns each pair of neighbouring values by its token's angle: in place, unless a gradient is asked for.
    /// </summary>
    /// <param name="x">(B, V, N, K), any floating-point type; computed in float32.</param>
    /// <returns>x itself, or another tensor.</returns>
    public Tensor Rotate(Tensor x)
    {
        using var scope = NewDisposeScope();
        if (Gradients.Need(x))
        {
            var pairs = x.to(x.dtype == ScalarType.Float64 ? x.dtype : ScalarType.Float32).unflatten(3, -1, 2);
            return scope.MoveToOuter(pairs.view_as_complex().mul(_turns).view_as_real().flatten(3).to(x.dtype));
        }

        foreach (var (start, length) in Piecewise.Of(x.shape[1], x.NumberOfElements))
        {
            using var piece = NewDisposeScope();
            var part = x.narrow(1, start, length);
            var wide = part.to(ScalarType.Float32);                                // the part itself, where it is float32
            wide.unflatten(3, -1, 2).view_as_complex().mul_(_turns.narrow(0, start, length));
            if (x.dtype != ScalarType.Float32)
                part.copy_(wide);
        }

        return x;
    }

    public void Dispose()
    {
        Cos.Dispose();
        Sin.Dispose();
        _turns.Dispose();
    }

    // (positions, size/2)
    private static Tensor Angles(float[] positions, int size)
    {
        var frequencies = new float[size / 2];
        for (int k = 0; k < frequencies.Length; k++)
            frequencies[k] = 1f / MathF.Pow(LongestWave, 2 * k / (float)size);
        return outer(tensor(positions), tensor(frequencies));
    }
}
