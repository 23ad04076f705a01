using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline.Tests.Vae;

public sealed class VaeTilingTests
{
    private static readonly VaeConfig Config = new()
    {
        BlockOutChannels = [8, 8, 8, 8],
        LatentChannels = 4,
        LayersPerBlock = 1,
        NormNumGroups = 2,
        ScalingFactor = 1,
    };

    [Fact]
    public void Tiles_OfAPublishedModel_CoverThePictureWithOverlap()
    {
        var tiles = VaeTiling.For(Config).LatentTiles(60, 90, Config);       // 480 x 720 pixels
        Assert.Equal([0, 25, 50], tiles.Select(row => row[0].Top));
        Assert.Equal([0, 36, 72], tiles[0].Select(tile => tile.Left));
        Assert.Equal((30, 45), (tiles[0][0].Height, tiles[0][0].Width));
        Assert.Equal((10, 18), (tiles[2][2].Height, tiles[2][2].Width));
    }

    [Theory]
    [InlineData(30, 45, false)]
    [InlineData(31, 45, true)]
    [InlineData(30, 46, true)]
    public void Applies_OnlyToPicturesLargerThanATile(long height, long width, bool expected) =>
        Assert.Equal(expected, VaeTiling.For(Config).Applies(height, width, Config));

    [Fact]
    public void Join_TilesOfOneColour_HasNoSeams()
    {
        using var scope = NewDisposeScope();
        var tiling = new VaeTiling(16, 16, 0.5, 0.5);
        var tiles = tiling
            .LatentTiles(3, 3, Config)
            .Select(row => row.Select(tile => full([1, 3, 1, tile.Height * 8, tile.Width * 8], 0.5f)).ToArray())
            .ToArray();
        var joined = tiling.JoinPixels(tiles);
        Assert.Equal<long[]>([1, 3, 1, 24, 24], joined.shape);
        Assert.True((joined - 0.5).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void Tiles_OverlapOfEverything_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new VaeTiling(16, 16, 1, 0.5).LatentTiles(3, 3, Config));

    [Theory]
    [InlineData(480, 720, 240, 360)]    // as the reference has them
    [InlineData(64, 96, 48, 80)]
    [InlineData(16, 16, 48, 40)]
    public void Matching_OverlapsByWholeLatents(int trainedHeight, int trainedWidth, int height, int width)
    {
        var config = new VaeConfig
        {
            BlockOutChannels = [4, 4, 8, 8],
            LatentChannels = 4,
            LayersPerBlock = 1,
            NormNumGroups = 2,
            ScalingFactor = 0.7,
            SampleHeight = trainedHeight,
            SampleWidth = trainedWidth,
        };
        var tiling = VaeTiling.Matching(config);
        Assert.Equal((height, width), (tiling.PixelHeight, tiling.PixelWidth));
        Assert.Equal(
            tiling.PixelTiles(800, 1200).SelectMany(row => row),
            tiling
                .LatentTiles(100, 150, config)
                .SelectMany(row => row)
                .Select(tile => new Tile(tile.Top * 8, tile.Left * 8, tile.Height * 8, tile.Width * 8))
        );
    }
}
