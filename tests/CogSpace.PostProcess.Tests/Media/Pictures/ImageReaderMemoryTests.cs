using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Pictures;

/// <summary>What unfolds to more than it should takes no memory: that of the whole process is measured.</summary>
[Collection(OneByOne.Name)]
public sealed class ImageReaderMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Bomb_OfPixels_UnfoldsNoFurtherThanItsHeaderSays()
    {
        byte[] bomb = new PngWriter()
            .Header(64, 64, 8, PngWriter.Rgb)
            .Chunk("IDAT", PngWriter.Deflate(new byte[200_000_000]))
            .Chunk("IEND", [])
            .ToArray();
        await File.WriteAllBytesAsync(_folder["picture"], bomb);

        long before = Environment.WorkingSet;
        await ReadOrRefuseAsync();

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 100_000_000);
    }

    [Fact]
    public async Task Bomb_OfTexts_IsNotUnfolded()
    {
        byte[] text = [.. "Comment\0\0"u8, .. PngWriter.Deflate(new byte[7_900_000])];
        var png = new PngWriter().Header(64, 64, 8, PngWriter.Rgb);
        for (int i = 0; i < 200; i++)
            png.Chunk("zTXt", text);
        png.Chunk("IDAT", PngWriter.Deflate(new byte[64 * ((64 * 3) + 1)])).Chunk("IEND", []);
        await File.WriteAllBytesAsync(_folder["picture"], png.ToArray());

        long before = Environment.WorkingSet;
        await new ImageReader(new ReadingOptions()).ReadAsync(_folder["picture"], TestContext.Current.CancellationToken);

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 200_000_000);
    }

    public void Dispose() => _folder.Dispose();

    private async Task ReadOrRefuseAsync()
    {
        try
        {
            await new ImageReader(new ReadingOptions()).ReadAsync(_folder["picture"], TestContext.Current.CancellationToken);
        }
        catch (MediaException)
        {
            // Too much in a file is no less damage than too little; which of the two libpng makes of it does not matter here.
        }
    }
}
