namespace CogSpace.Pipeline.Preview;

/// <summary>Latents to colours, each place by itself: about what the autoencoder would show there.</summary>
/// <param name="Weights">
/// Red, green and blue for each latent channel, and at the end those of no latents at all: 3 (C + 1) numbers.
/// </param>
internal sealed record LatentProjection(float[] Weights)
{
    private const double Ridge = 1e-6;      // of the largest: channels that always go together are told apart by nothing

    private int Channels => (Weights.Length / Frame.Channels) - 1;

    /// <summary>The projection with the least squared error.</summary>
    /// <param name="latents">(N, C), scaled as the transformer makes them.</param>
    /// <param name="colours">(N, 3), -1 to 1.</param>
    public static LatentProjection Fit(Tensor latents, Tensor colours)
    {
        using var scope = NewDisposeScope();
        var x = latents.to(ScalarType.Float64);
        x = cat([x, ones([x.shape[0], 1], dtype: ScalarType.Float64)], dim: 1);         // (N, C + 1)
        var products = x.transpose(0, 1).matmul(x);
        var targets = x.transpose(0, 1).matmul(colours.to(ScalarType.Float64));
        return new LatentProjection([
            .. Solve(Rows(products), Rows(targets)).SelectMany(row => row).Select(weight => (float)weight),
        ]);
    }

    /// <param name="latents">(C, H, W), as they were fitted.</param>
    /// <returns>(1, 3, 1, H, W), about -1 to 1; a tensor of the current scope.</returns>
    public Tensor Apply(Tensor latents)
    {
        using var scope = NewDisposeScope();
        var weights = tensor(Weights, [Channels + 1, Frame.Channels], device: latents.device);
        var flat = latents.to(ScalarType.Float32).flatten(1).transpose(0, 1);                // (H W, C)
        var colours = flat.matmul(weights.narrow(0, 0, Channels)).Plus(weights.narrow(0, Channels, 1));
        return scope.MoveToOuter(colours.transpose(0, 1).reshape(1, Frame.Channels, 1, latents.shape[1], latents.shape[2]));
    }

    // (n, m) -> rows
    private static double[][] Rows(Tensor matrix)
    {
        using var numbers = matrix.contiguous().data<double>();
        return [.. numbers.ToArray().Chunk((int)matrix.shape[1])];
    }

    // a x = b by Cholesky's decomposition, a symmetric and positive; a becomes its triangle and b the solution.
    private static double[][] Solve(double[][] a, double[][] b)
    {
        double ridge = Ridge * a.Select((row, i) => row[i]).Max();
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = a[i][j] - Enumerable.Range(0, j).Sum(k => a[i][k] * a[j][k]);
                a[i][j] = i == j ? Math.Sqrt(rest + ridge) : rest / a[j][j];
            }
        }

        for (int c = 0; c < b[0].Length; c++)
        {
            for (int i = 0; i < a.Length; i++)
                b[i][c] = (b[i][c] - Enumerable.Range(0, i).Sum(k => a[i][k] * b[k][c])) / a[i][i];
            for (int i = a.Length - 1; i >= 0; i--)
                b[i][c] = (b[i][c] - Enumerable.Range(i + 1, a.Length - i - 1).Sum(k => a[k][i] * b[k][c])) / a[i][i];
        }

        return b;
    }
}
