namespace CogSpace.Pipeline.Vae;

/// <summary>Video to latents and back: 8 x 8 pixels and 4 frames to one place in the latents.</summary>
/// <remarks>Source: CogVideoX, arXiv:2408.06072 section 2.1; diffusers autoencoder_kl_cogvideox.py, AutoencoderKLCogVideoX.</remarks>
internal sealed class CogVideoXVae : IDisposable
{
    internal const long LatentFramesPerChunk = 2;
    internal const long FramesPerChunk = 8;

    private readonly WeightScope _weights;
    private readonly VaeConfig _config;
    private readonly VaeDecoder _decoder;
    private readonly VaeEncoder? _encoder;

    /// <param name="weights">The checkpoint.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="encodes">False leaves the encoder on disk, for videos that start from noise alone.</param>
    public CogVideoXVae(WeightScope weights, VaeConfig config, bool encodes = false)
    {
        _weights = weights;
        _config = config;
        _decoder = new(weights["decoder"], config);
        if (encodes)
            _encoder = new(weights["encoder"], config);
        else
            weights["encoder"].Skip();
    }

    /// <summary>How many chunks a number of latent frames is decoded in.</summary>
    public static int Chunks(long latentFrames) => FrameChunks.Of(latentFrames, LatentFramesPerChunk).Count();

    /// <summary>How many chunks a number of frames is encoded in.</summary>
    public static int EncodedChunks(long frames) => FrameChunks.Of(frames, FramesPerChunk).Count();

    /// <summary>Decodes chunk by chunk, each as soon as it is asked for.</summary>
    /// <param name="latents">(B, Z, f, h, w), not scaled.</param>
    /// <param name="tiling">Cuts large pictures into tiles; null: never.</param>
    /// <param name="cancel">Looked at within a chunk.</param>
    /// <returns>Chunks of (B, 3, F, H, W), about -1 to 1; together 4(f-1)+1 frames for an odd f, 4f for an even one. The caller disposes them.</returns>
    public IEnumerable<Tensor> Decode(Tensor latents, VaeTiling? tiling = null, CancellationToken cancel = default)
    {
        var (height, width) = (latents.shape[3], latents.shape[4]);
        bool tiled = tiling is not null && tiling.Applies(height, width, _config);
        var tiles = tiled ? tiling!.LatentTiles(height, width, _config) : [[new Tile(0, 0, height, width)]];
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
            return scope.Detach(tiled ? tiling!.JoinPixels(pixels) : pixels[0][0]);
        }
    }

    /// <summary>Encodes chunk by chunk.</summary>
    /// <param name="pixels">(B, 3, F, H, W), -1 to 1.</param>
    /// <param name="tiling">Cuts large pictures into tiles; null: never.</param>
    /// <param name="encoded">Told after each chunk of a tile.</param>
    /// <param name="cancel">Looked at within a chunk.</param>
    /// <returns>The distribution of the latents, (B, Z, f, h, w), not scaled; the caller disposes it.</returns>
    public LatentDistribution Encode(Tensor pixels, VaeTiling? tiling = null, Action? encoded = null, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (pixels.shape[3], pixels.shape[4]);
        if (tiling is null || (height <= tiling.PixelHeight && width <= tiling.PixelWidth))
            return new LatentDistribution(EncodeTile(pixels, encoded, cancel));
        var tiles = tiling.PixelTiles(height, width).Select(row => row.Select(tile =>
            EncodeTile(pixels.narrow(3, tile.Top, tile.Height).narrow(4, tile.Left, tile.Width), encoded, cancel)).ToArray()).ToArray();
        return new LatentDistribution(tiling.JoinLatents(tiles, _config));
    }

    // (B, 3, F, H, W) -> (B, 2Z, f, h, w)
    private Tensor EncodeTile(Tensor pixels, Action? encoded, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        using var history = new FrameHistory();
        var encoder = _encoder ?? throw new InvalidOperationException("The encoder was left on disk.");
        var chunks = new List<Tensor>();
        foreach (var (start, length) in FrameChunks.Of(pixels.shape[2], FramesPerChunk))
        {
            chunks.Add(encoder.Forward(pixels.narrow(2, start, length), history, cancel));
            encoded?.Invoke();
        }

        return scope.MoveToOuter(cat(chunks, dim: 2));
    }

    public void Dispose() => _weights.Dispose();
}
