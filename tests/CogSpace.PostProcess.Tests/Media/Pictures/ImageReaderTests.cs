using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Pictures;

/// <summary>Every kind of picture that visitors have, to upright 8-bit RGB.</summary>
public sealed class ImageReaderTests : IDisposable
{
    private const byte Opaque = 255;
    private const string GifPalette = "split[a][b];[a]palettegen[p];[b][p]paletteuse";
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("a.png", 0)]
    [InlineData("a.bmp", 0)]
    [InlineData("a.gif", 2, "-vf", GifPalette)]
    [InlineData("a.jpg", 4, "-q:v", "1", "-pix_fmt", "yuvj444p")]
    [InlineData("a.jpg", 8, "-q:v", "2", "-pix_fmt", "yuvj420p")]
    [InlineData("a.webp", 0, "-lossless", "1")]
    [InlineData("a.webp", 8, "-quality", "95", "-pix_fmt", "yuv420p")]
    public async Task Read_OfEveryFormat(string name, int tolerance, params string[] options)
    {
        string path = _folder[name];
        await PictureFiles.EncodeAsync(path, options);

        var size = await new ImageReader(new ReadingOptions()).ProbeAsync(path, TestContext.Current.CancellationToken);
        var picture = await ReadAsync(path);

        Assert.Equal(new PictureSize(Quadrants.Width, Quadrants.Height), size);
        Assert.Equal((size.Width, size.Height), (picture.Width, picture.Height));
        Quadrants.AssertShows(picture, Quadrants.Colours, tolerance);
    }

    [Fact]
    public async Task Read_GoesByTheContent_NotByTheName()
    {
        byte[] png = await PictureFiles.EncodeAsync(_folder["a.png"]);

        Quadrants.AssertShows(await ReadAsync(png, "holiday.jpg"), Quadrants.Colours);
    }

    [Theory]
    [InlineData(1, "0123")]
    [InlineData(2, "1032")]
    [InlineData(3, "3210")]
    [InlineData(4, "2301")]
    [InlineData(5, "0213")]
    [InlineData(6, "2031")]
    [InlineData(7, "3120")]
    [InlineData(8, "1302")]
    public async Task Read_TurnsAsExifSays(int orientation, string corners)
    {
        byte[] jpeg = await PictureFiles.EncodeAsync(_folder["a.jpg"], "-q:v", "1", "-pix_fmt", "yuvj444p");
        byte[] webp = await PictureFiles.EncodeAsync(_folder["a.webp"], "-lossless", "1");
        byte[] exif = PictureFiles.Exif(orientation, isLittle: orientation % 2 == 0);
        byte[] png = Png(8, PngWriter.Rgb, c => [c.R, c.G, c.B], ("eXIf", exif));
        var colours = corners.Select(corner => Quadrants.Colours[corner - '0']).ToArray();
        var size = orientation >= 5 ? (Quadrants.Height, Quadrants.Width) : (Quadrants.Width, Quadrants.Height);

        foreach (byte[] file in new[] { PictureFiles.WithExif(jpeg, exif), png, PictureFiles.Extended(webp, exif) })
        {
            var picture = await ReadAsync(file);
            Assert.Equal(size, (picture.Width, picture.Height));
            Quadrants.AssertShows(picture, colours, 4);
            var probed = await new ImageReader(new ReadingOptions()).ProbeAsync(
                _folder["picture"], TestContext.Current.CancellationToken);
            Assert.Equal(size, (probed.Width, probed.Height));
        }
    }

    [Fact]
    public async Task Read_Of16Bits_IsRounded()
    {
        // 257 R, a little above and below
        byte[] png = Png(16, PngWriter.Rgb, c => [c.R, c.R, c.G, (byte)(c.G + 0x7F), c.B, (byte)(c.B - 2)]);

        var picture = await ReadAsync(png);

        Quadrants.AssertShows(
            picture, [.. Quadrants.Colours.Select(c => (c.R, Wide(c.G, (byte)(c.G + 0x7F)), Wide(c.B, (byte)(c.B - 2))))]);
        static byte Wide(byte high, byte low) => (byte)Math.Round(((high * 256) + low) / 257.0);
    }

    [Fact]
    public async Task Read_OfGray()
    {
        (byte, byte, byte)[] expected = [.. Quadrants.Colours.Select(c => (c.G, c.G, c.G))];

        Quadrants.AssertShows(await ReadAsync(Png(8, PngWriter.Gray, c => [c.G])), expected);
        Quadrants.AssertShows(await ReadAsync(Png(16, PngWriter.Gray, c => [c.G, c.G])), expected);
    }

    [Fact]
    public async Task Read_OfBlackAndWhite()
    {
        byte[] png = PngWriter.Encode(
            Quadrants.Width, Quadrants.Height, 1, PngWriter.Gray,
            y => y < Quadrants.Height / 2 ? [255, 255, 255, 0, 0, 0] : [0, 0, 0, 255, 255, 255]);

        Quadrants.AssertShows(await ReadAsync(png), [(255, 255, 255), (0, 0, 0), (0, 0, 0), (255, 255, 255)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_OfAPalette(bool hasTransparentColour)
    {
        byte[] palette = [.. Quadrants.Colours.SelectMany(c => new[] { c.R, c.G, c.B })];
        (string, byte[])[] before = hasTransparentColour ? [("PLTE", palette), ("tRNS", [255, 0])] : [("PLTE", palette)];
        byte[] png = PngWriter.Encode(
            Quadrants.Width, Quadrants.Height, 8, PngWriter.Palette,
            y => [.. Enumerable.Range(0, Quadrants.Width).Select(x => (byte)Quadrants.CornerOf(x, y))], before);

        var second = hasTransparentColour ? ((byte)255, (byte)255, (byte)255) : Quadrants.Green;
        Quadrants.AssertShows(await ReadAsync(png), [Quadrants.Red, second, Quadrants.Blue, Quadrants.Gray]);
    }

    [Fact]
    public async Task Read_PutsWhatIsTransparentOnWhite()
    {
        byte Alpha((byte R, byte G, byte B) c) => c == Quadrants.Red ? (byte)0 : c == Quadrants.Green ? (byte)128 : Opaque;
        (byte, byte, byte)[] expected = [(255, 255, 255), (132, 247, 142), Quadrants.Blue, Quadrants.Gray];

        Quadrants.AssertShows(await ReadAsync(Png(8, PngWriter.Rgba, c => [c.R, c.G, c.B, Alpha(c)])), expected);
        Quadrants.AssertShows(
            await ReadAsync(Png(16, PngWriter.Rgba, c => [c.R, c.R, c.G, c.G, c.B, c.B, Alpha(c), Alpha(c)])), expected);
        Quadrants.AssertShows(
            await ReadAsync(Png(8, PngWriter.GrayAlpha, c => [c.G, Alpha(c)])),
            [(255, 255, 255), (247, 247, 247), (30, 30, 30), Quadrants.Gray]);

        string path = _folder["a.webp"];
        await File.WriteAllBytesAsync(_folder["a.png"], Png(8, PngWriter.Rgba, c => [c.R, c.G, c.B, Alpha(c)]));
        await Programs.RunAsync("ffmpeg", "-v", "error", "-i", _folder["a.png"], "-lossless", "1", "-y", path);
        Quadrants.AssertShows(await ReadAsync(path), expected, 1);

        string gif = _folder["a.gif"];
        await Programs.RunAsync("ffmpeg", "-v", "error", "-i", _folder["a.png"], "-vf", GifPalette, "-y", gif);
        // a GIF's pixels are there or not
        Quadrants.AssertShows(await ReadAsync(gif), [(255, 255, 255), Quadrants.Green, Quadrants.Blue, Quadrants.Gray], 2);
    }

    [Theory]
    [InlineData(0, new byte[] { 255 - 200, 255 - 40, 255 - 10, 255 }, 55, 215, 245)] // inks, stored the other way round
    [InlineData(0, new byte[] { 255, 255, 255, 100 }, 100, 100, 100)]
    [InlineData(2, new byte[] { 100, 128, 128, 255 }, 155, 155, 155)] // YCCK: the colours that black lies on
    public async Task Read_OfCmyk(byte transform, byte[] components, byte red, byte green, byte blue)
    {
        var picture = await ReadAsync(FlatJpeg.Encode(components, transform));

        Quadrants.AssertShows(picture, [.. Enumerable.Repeat((red, green, blue), 4)], 2);
    }

    [Fact]
    public async Task Read_OfAnAnimatedGif_IsItsFirstPicture()
    {
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i",
            "color=red:size=64x48:rate=10:duration=0.5[a];color=blue:size=64x48:rate=10:duration=0.5[b];[a][b]concat", "-y",
            _folder["a.gif"]);

        var picture = await ReadAsync(_folder["a.gif"]);

        Quadrants.AssertShows(picture, [.. Enumerable.Repeat(((byte)254, (byte)0, (byte)0), 4)], 2);
    }

    [Fact]
    public async Task Read_OfAnAnimatedPng_IsThePictureForViewersThatKnowNone()
    {
        byte[] png = Png(8, PngWriter.Rgb, c => [c.R, c.G, c.B], ("acTL", [0, 0, 0, 2, 0, 0, 0, 0]));

        Quadrants.AssertShows(await ReadAsync(png), Quadrants.Colours);
    }

    [Fact]
    public async Task Read_OfABitmapWithEmptyAlpha_IsNotWhite()
    {
        byte[] bmp = await PictureFiles.EncodeAsync(_folder["a.bmp"]);
        byte[] pixels = [.. bmp[54..].Chunk(3).SelectMany(pixel => pixel.Append((byte)0))];
        bmp = [.. bmp[..28], 32, .. bmp[29..54], .. pixels];

        Quadrants.AssertShows(await ReadAsync(bmp), Quadrants.Colours);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Png(
        byte bits, byte colour, Func<(byte R, byte G, byte B), byte[]> pixel, params (string, byte[])[] before) =>
        PngWriter.Encode(
            Quadrants.Width,
            Quadrants.Height,
            bits,
            colour,
            y =>
                [
                    .. Enumerable
                        .Range(0, Quadrants.Width)
                        .SelectMany(x => pixel(Quadrants.Colours[Quadrants.CornerOf(x, y)])),
                ],
            before
        );

    private async Task<Frame> ReadAsync(byte[] file, string name = "picture")
    {
        await File.WriteAllBytesAsync(_folder[name], file);
        return await ReadAsync(_folder[name]);
    }

    private static Task<Frame> ReadAsync(string path) =>
        new ImageReader(new ReadingOptions()).ReadAsync(path, TestContext.Current.CancellationToken);
}
