namespace CogSpace.Pipeline.Vae;

/// <summary>Video to latents and back: 8 x 8 pixels and 4 frames to one place in the latents.</summary>
/// <remarks>Source: CogVideoX, arXiv:2408.06072 section 2.1; diffusers autoencoder_kl_cogvideox.py, AutoencoderKLCogVideoX.</remarks>
internal sealed class CogVideoXVae : IDisposable
{
    private const long LatentFramesPerChunk = 2;

    private readonly WeightScope _weights;
    private readonly VaeConfig _config;
    private readonly VaeDecoder _decoder;

    public CogVideoXVae(WeightScope weights, VaeConfig config)
    {
        _weights = weights;
        _config = config;
        _decoder = new(weights["decoder"], config);
        weights["encoder"].Skip();
    }

    /// <summary>How many chunks a number of latent frames is decoded in.</summary>
    public static int Chunks(long latentFrames) => FrameChunks.Of(latentFrames, LatentFramesPerChunk).Count();

    /// <summary>Decodes chunk by chunk, each as soon as it is asked for.</summary>
    /// <param name="latents">(B, Z, f, h, w), not scaled.</param>
    /// <param name="tiling">Cuts large pictures into tiles; null: never.</param>
    /// <param name="cancel">Looked at within a chunk.</param>
    /// <returns>Chunks of (B, 3, F, H, W), about -1 to 1; together 4(f-1)+1 frames for an odd f, 4f for an even one. The caller disposes them.</returns>
    public IEnumerable<Tensor> Decode(Tensor latents, VaeTiling? tiling = null, CancellationToken cancel = default)
    {
        var (height, width) = (latents.shape[3], latents.shape[4]);
        bool tiled = tiling is not null && tiling.Applies(height, width, _config);
        var tiles = tiled ? tiling!.Tiles(height, width, _config) : [[new LatentTile(0, 0, height, width)]];
        var histories = tiles.Select(row => row.Select(_ => new FrameHistory()).ToArray()).ToArray();
        try
        {
            foreach (var (start, length) in FrameChunks.Of(latents.shape[2], LatentFramesPerChunk))
                yield return DecodeChunk(start, length);
        }
        finally
        {
            foreach (var history in histories.SelectMany(row => row))
                history.Dispose();
        }

        Tensor DecodeChunk(long start, long length)
        {
            using var scope = NewDisposeScope();
            var chunk = latents.narrow(2, start, length);
            var pixels = tiles.Select((row, i) => row.Select((tile, j) =>
                _decoder.Forward(chunk.narrow(3, tile.Top, tile.Height).narrow(4, tile.Left, tile.Width), histories[i][j], cancel)).ToArray()).ToArray();
            return scope.Detach(tiled ? tiling!.Join(pixels) : pixels[0][0]);
        }
    }

    public void Dispose() => _weights.Dispose();
}
