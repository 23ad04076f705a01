namespace CogSpace.Pipeline.Vae;

/// <summary>Overlapping tiles of a picture that is too large to decode at once. Tiling changes the result a little.</summary>
/// <param name="PixelHeight">Height of a tile in pixels.</param>
/// <param name="PixelWidth">Width of a tile in pixels.</param>
/// <param name="OverlapHeight">Share of a tile that its lower neighbour covers too.</param>
/// <param name="OverlapWidth">Share of a tile that its right neighbour covers too.</param>
/// <remarks>Source: diffusers AutoencoderKLCogVideoX.enable_tiling and tiled_decode.</remarks>
internal sealed record VaeTiling(int PixelHeight, int PixelWidth, double OverlapHeight = 1.0 / 6, double OverlapWidth = 1.0 / 5)
{
    /// <summary>Tiles of half the trained size.</summary>
    public static VaeTiling For(VaeConfig config) => new(config.SampleHeight / 2, config.SampleWidth / 2);

    /// <summary>
    /// Tiles of half the trained size or a little more, such that they overlap by whole latents: then what comes out is as
    /// large as what went in.
    /// </summary>
    /// <remarks>
    /// For the published models these are the tiles of <see cref="For"/>. Other sizes the reference cuts at places in the
    /// pixels that are not those in the latents.
    /// </remarks>
    public static VaeTiling Matching(VaeConfig config)
    {
        static int Up(int half, int group) => (half + group - 1) / group * group;
        return new(
            Up(config.SampleHeight / 2, 6 * config.SpatialCompression),
            Up(config.SampleWidth / 2, 5 * config.SpatialCompression));
    }

    /// <summary>Whether latents of a size are cut up at all.</summary>
    public bool Applies(long height, long width, VaeConfig config) =>
        height > LatentHeight(config) || width > LatentWidth(config);

    /// <summary>The tiles of latents of a size, row by row; those at the right and lower edges may be smaller.</summary>
    public Tile[][] LatentTiles(long height, long width, VaeConfig config) =>
        Tiles(height, width, LatentHeight(config), LatentWidth(config));

    /// <summary>The tiles of a picture in pixels, row by row.</summary>
    public Tile[][] PixelTiles(long height, long width) => Tiles(height, width, PixelHeight, PixelWidth);

    /// <summary>Blends decoded tiles into each other and puts the picture together.</summary>
    /// <param name="tiles">(B, 3, F, h, w) each, row by row; they are changed.</param>
    /// <returns>(B, 3, F, H, W)</returns>
    public Tensor JoinPixels(Tensor[][] tiles) => Join(tiles, PixelHeight, PixelWidth);

    /// <summary>Blends encoded tiles into each other and puts the latents together.</summary>
    /// <param name="tiles">(B, 2Z, f, h, w) each, row by row; they are changed.</param>
    /// <param name="config">The autoencoder's sizes.</param>
    /// <returns>(B, 2Z, f, H, W)</returns>
    public Tensor JoinLatents(Tensor[][] tiles, VaeConfig config) => Join(tiles, LatentHeight(config), LatentWidth(config));

    private Tile[][] Tiles(long height, long width, int tileHeight, int tileWidth) =>
        [.. Starts(height, (int)(tileHeight * (1 - OverlapHeight))).Select(top =>
            Starts(width, (int)(tileWidth * (1 - OverlapWidth))).Select(left =>
                new Tile(top, left, Math.Min(tileHeight, height - top), Math.Min(tileWidth, width - left))).ToArray())];

    private Tensor Join(Tensor[][] tiles, int tileHeight, int tileWidth)
    {
        using var scope = NewDisposeScope();
        var (blendHeight, blendWidth) = ((int)(tileHeight * OverlapHeight), (int)(tileWidth * OverlapWidth));
        var rows = new List<Tensor>();
        for (int i = 0; i < tiles.Length; i++)
        {
            var row = new List<Tensor>();
            for (int j = 0; j < tiles[i].Length; j++)
            {
                var tile = tiles[i][j];
                if (i > 0)
                    Blend(tiles[i - 1][j], tile, dim: 3, blendHeight);      // the neighbour is already blended itself
                if (j > 0)
                    Blend(tiles[i][j - 1], tile, dim: 4, blendWidth);
                row.Add(tile
                    .narrow(3, 0, Math.Min(tileHeight - blendHeight, tile.shape[3]))
                    .narrow(4, 0, Math.Min(tileWidth - blendWidth, tile.shape[4])));
            }

            rows.Add(cat(row, dim: 4));
        }

        return scope.MoveToOuter(cat(rows, dim: 3));
    }

    // The first rows (or columns) of a tile fade in from the last ones of the tile before.
    private static void Blend(Tensor before, Tensor tile, int dim, long extent)
    {
        using var scope = NewDisposeScope();
        extent = Math.Min(extent, Math.Min(before.shape[dim], tile.shape[dim]));
        if (extent == 0)
            return;
        var shape = Enumerable.Repeat(1L, 5).ToArray();
        shape[dim] = extent;
        var weight = (Arithmetic.Counting(extent, ScalarType.Float32, CPU) / tensor((float)extent))
            .to(tile.dtype, tile.device)
            .reshape(shape);
        var start = tile.narrow(dim, 0, extent);
        var end = before.narrow(dim, before.shape[dim] - extent, extent);
        start.copy_((end * (ones_like(weight) - weight)).Plus(start * weight));
    }

    private int LatentHeight(VaeConfig config) => PixelHeight / config.SpatialCompression;

    private int LatentWidth(VaeConfig config) => PixelWidth / config.SpatialCompression;

    private static IEnumerable<long> Starts(long size, long stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        for (long start = 0; start < size; start += stride)
            yield return start;
    }
}

/// <summary>Where a tile lies in the latents or in the picture.</summary>
internal sealed record Tile(long Top, long Left, long Height, long Width);
