using System.Diagnostics.CodeAnalysis;

namespace CogSpace.Pipeline.Vae;

/// <summary>Video to latents and back: 8 x 8 pixels and 4 frames to one place in the latents.</summary>
/// <remarks>
/// Source: CogVideoX, arXiv:2408.06072 section 2.1; diffusers autoencoder_kl_cogvideox.py, AutoencoderKLCogVideoX.
/// </remarks>
internal sealed class CogVideoXVae : IDisposable
{
    internal const long FramesPerChunk = 8;

    private readonly WeightScope _weights;
    private readonly VaeConfig _config;
    private readonly VaeDecoder _decoder;
    private readonly VaeEncoder _encoder;

    /// <param name="weights">The checkpoint.</param>
    /// <param name="config">Its sizes.</param>
    public CogVideoXVae(WeightScope weights, VaeConfig config)
    {
        _weights = weights;
        _config = config;
        _decoder = new(weights["decoder"], config);
        _encoder = new(weights["encoder"], config);
    }

    /// <summary>How many chunks latents of a size are decoded in, those of all tiles together.</summary>
    public static int Chunks(long latentFrames, long height, long width, VaeTiling? tiling, VaeConfig config) =>
        FrameChunks.Of(latentFrames, VaeDecoder.LatentFramesPerChunk).Count()
        * LatentTiles(height, width, tiling, config).Sum(row => row.Length);

    /// <summary>How many chunks a video is encoded in, those of all tiles together.</summary>
    public static int EncodedChunks(long frames, long height, long width, VaeTiling? tiling) =>
        FrameChunks.Of(frames, FramesPerChunk).Count()
        * (IsTiled(height, width, tiling) ? tiling.PixelTiles(height, width).Sum(row => row.Length) : 1);

    /// <summary>
    /// Decodes chunk by chunk, each as soon as it is asked for; videos of a batch and tiles one after the other, each to its
    /// end, because what a tile remembers from chunk to chunk is large.
    /// </summary>
    /// <param name="latents">(B, Z, f, h, w), not scaled.</param>
    /// <param name="tiling">Cuts large pictures into tiles; null: never.</param>
    /// <param name="decoded">Told after each chunk of a tile.</param>
    /// <param name="cancel">Looked at within a chunk.</param>
    /// <returns>
    /// Chunks of (B, 3, F, H, W), about -1 to 1; together 4(f-1)+1 frames for an odd f, 4f for an even one. The caller
    /// disposes them.
    /// </returns>
    public IEnumerable<Tensor> Decode(
        Tensor latents, VaeTiling? tiling = null, Action? decoded = null, CancellationToken cancel = default)
    {
        var tiles = LatentTiles(latents.shape[3], latents.shape[4], tiling, _config);
        if (latents.shape[0] == 1 && tiles is [[_]])
            return _decoder.Decode(latents, decoded, cancel);
        return DecodeParts(latents, tiles, tiling, decoded, cancel);
    }

    // One part of the batch, one tile, to its end; what is kept of it are pixels, which are small.
    private IEnumerable<Tensor> DecodeParts(
        Tensor latents, Tile[][] tiles, VaeTiling? tiling, Action? decoded, CancellationToken cancel)
    {
        var pixels = new List<Tensor>[latents.shape[0], tiles.Length, tiles[0].Length];
        try
        {
            foreach (var (video, row, column) in Parts(pixels))
            {
                var tile = tiles[row][column];
                using var part = latents
                    .narrow(0, video, 1)
                    .narrow(3, tile.Top, tile.Height)
                    .narrow(4, tile.Left, tile.Width)
                    .DetachFromDisposeScope();
                pixels[video, row, column] = [];
                foreach (var chunk in _decoder.Decode(part, decoded, cancel))
                    pixels[video, row, column].Add(chunk);
            }

            for (int chunk = 0; chunk < pixels[0, 0, 0].Count; chunk++)
                yield return Join(chunk);
        }
        finally
        {
            foreach (var tensor in pixels.Cast<List<Tensor>?>().SelectMany(part => part ?? []))
                tensor.Dispose();
        }

        Tensor Join(int chunk)
        {
            using var scope = NewDisposeScope();
            var videos = Enumerable.Range(0, pixels.GetLength(0)).Select(video =>
            {
                Tensor[][] picture = [.. tiles.Select((row, i) => row.Select((_, j) => pixels[video, i, j][chunk]).ToArray())];
                return tiles is [[_]] ? picture[0][0] : tiling!.JoinPixels(picture);
            }).ToArray();
            return scope.Detach(videos is [var one] ? one.alias() : cat(videos));
        }
    }

    private static IEnumerable<(int Video, int Row, int Column)> Parts(List<Tensor>[,,] all) =>
        from video in Enumerable.Range(0, all.GetLength(0))
        from row in Enumerable.Range(0, all.GetLength(1))
        from column in Enumerable.Range(0, all.GetLength(2))
        select (video, row, column);

    private static Tile[][] LatentTiles(long height, long width, VaeTiling? tiling, VaeConfig config) =>
        tiling is not null && tiling.Applies(height, width, config)
            ? tiling.LatentTiles(height, width, config)
            :
            [
                [new Tile(0, 0, height, width)],
            ];

    private static bool IsTiled(long height, long width, [NotNullWhen(true)] VaeTiling? tiling) =>
        tiling is not null && (height > tiling.PixelHeight || width > tiling.PixelWidth);

    /// <summary>Encodes chunk by chunk.</summary>
    /// <param name="pixels">(B, 3, F, H, W), -1 to 1.</param>
    /// <param name="tiling">Cuts large pictures into tiles; null: never.</param>
    /// <param name="encoded">Told after each chunk of a tile.</param>
    /// <param name="cancel">Looked at within a chunk.</param>
    /// <returns>The distribution of the latents, (B, Z, f, h, w), not scaled; the caller disposes it.</returns>
    public LatentDistribution Encode(
        Tensor pixels, VaeTiling? tiling = null, Action? encoded = null, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (pixels.shape[3], pixels.shape[4]);
        if (!IsTiled(height, width, tiling))
            return new LatentDistribution(EncodeTile(pixels, encoded, cancel));
        var tiles = tiling
            .PixelTiles(height, width)
            .Select(row =>
                row.Select(tile =>
                        EncodeTile(pixels.narrow(3, tile.Top, tile.Height).narrow(4, tile.Left, tile.Width), encoded, cancel)
                    )
                    .ToArray()
            )
            .ToArray();
        return new LatentDistribution(tiling.JoinLatents(tiles, _config));
    }

    // (B, 3, F, H, W) -> (B, 2Z, f, h, w)
    private Tensor EncodeTile(Tensor pixels, Action? encoded, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        using var history = new FrameHistory();
        var chunks = new List<Tensor>();
        foreach (var (start, length) in FrameChunks.Of(pixels.shape[2], FramesPerChunk))
        {
            history.IsNeeded = start + length < pixels.shape[2];
            chunks.Add(_encoder.Forward(pixels.narrow(2, start, length), history, cancel));
            encoded?.Invoke();
        }

        return scope.MoveToOuter(cat(chunks, dim: 2));
    }

    public void Dispose() => _weights.Dispose();
}
