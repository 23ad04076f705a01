using System.Buffers.Binary;
using System.Text;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Pictures;

/// <summary>Each ends in one sentence, before anything large is made.</summary>
public sealed class ImageReaderFailureTests : IDisposable
{
    private const string Kinds = "Pictures are read as PNG, JPEG, WebP, BMP and GIF.";
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("", "it is empty.")]
    [InlineData("hello, world", $"it is a text file. {Kinds}")]
    [InlineData(
        "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"64\"/>",
        $"it is an SVG drawing. {Kinds}"
    )]
    [InlineData("%PDF-1.7\n", $"it is a PDF document. {Kinds}")]
    [InlineData("II*\0\b\0\0\0", $"it is a TIFF picture. {Kinds}")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0", $"it is a HEIC picture. {Kinds}")]
    [InlineData("\0\0\0\u0018ftypavif\0\0\0\0", $"it is an AVIF picture. {Kinds}")]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\0", $"it is an MP4 or MOV video. {Kinds}")]
    [InlineData("#EXTM3U\n", $"it is a playlist. {Kinds}")]
    [InlineData("\u0001\u0002\u0003", $"it is of an unknown kind. {Kinds}")]
    public Task OtherKinds(string content, string reason) => AssertRefusedAsync(Encoding.Latin1.GetBytes(content), reason);

    [Theory]
    [InlineData(1, 1, "1 x 1 pixels are too few. Each side has to have 16 at least.")]
    [InlineData(20000, 1, "20000 x 1 pixels are too wide: one side may be 20 times the other at most.")]
    [InlineData(1, 20000, "1 x 20000 pixels are too tall: one side may be 20 times the other at most.")]
    [InlineData(0, 100, "0 x 100 pixels are too tall: one side may be 20 times the other at most.")]
    [InlineData(20000, 2000, "20000 x 2000 pixels are too large. No side may have more than 16384.")]
    [InlineData(9000, 9000, "9000 x 9000 pixels are too many: 64 million are the most.")]
    [InlineData(int.MaxValue, int.MaxValue, "2147483647 x 2147483647 pixels are too large. No side may have more than 16384.")]
    public Task Sizes_AreKnownFromTheHeader(int width, int height, string reason) =>
        AssertRefusedAsync(
            new PngWriter().Header(width, height, 8, PngWriter.Rgb).Chunk("IDAT", []).Chunk("IEND", []).ToArray(), reason);

    [Theory]
    [InlineData(64 * 1024 * 1024)]
    [InlineData(200_000)]
    public async Task Png_WhoseDataUnfoldsToMoreThanItsSize(int bytes)
    {
        byte[] png = new PngWriter().Header(64, 64, 8, PngWriter.Rgb)
            .Chunk("IDAT", PngWriter.Deflate(new byte[bytes])).Chunk("IEND", []).ToArray();

        await AssertRefusedAsync(png, "its data unfolds to more than its pixels take.");
    }

    [Fact]
    public async Task Read_TakesNoLongerThanTheTimeout()
    {
        byte[] png = PngWriter.Encode(4000, 4000, 8, PngWriter.Gray, _ => new byte[4000]);
        await File.WriteAllBytesAsync(_folder["picture"], png, TestContext.Current.CancellationToken);
        var reader = new ImageReader(new ReadingOptions { Timeout = TimeSpan.FromTicks(1) });

        var e = await Assert.ThrowsAsync<MediaException>(
            () => reader.ReadAsync(_folder["picture"], TestContext.Current.CancellationToken));
        Assert.Equal("Cannot read picture: it took longer than 0 seconds.", e.Message);
    }

    [Fact]
    public async Task LargeFile()
    {
        using (var stream = File.Create(_folder["picture"]))
            stream.SetLength(50_100_000);

        await AssertRefusedAsync("50.1 MB are too many, 50 MB are the most.");
    }

    [Theory]
    [InlineData("a.jpg", "-q:v", "1")]
    [InlineData("a.png")]
    [InlineData("a.bmp")]
    [InlineData("a.gif")]
    [InlineData("a.webp", "-lossless", "1")]
    [InlineData("a.webp")]
    public async Task CutOff_IsNotHalfAPicture(string name, params string[] options)
    {
        byte[] file = await PictureFiles.EncodeAsync(_folder[name], options);

        foreach (double part in new[] { 0.5, 0.7, 0.9 })
            await AssertRefusedAsync(file[..(int)(part * file.Length)], "it is cut off.");
    }

    [Fact]
    public async Task CutOff_BeforeItsLastTwoBytes()
    {
        byte[] jpeg = FlatJpeg.Encode([10, 20, 30], adobeTransform: null);

        await AssertRefusedAsync(jpeg[..^2], "it is cut off.");
    }

    [Fact]
    public async Task Damaged()
    {
        byte[] png = await PictureFiles.EncodeAsync(_folder["a.png"]);
        png[60] ^= 0xFF;
        await AssertRefusedAsync(png, "it is damaged.");

        byte[] fewRows = new PngWriter()
            .Header(64, 64, 8, PngWriter.Rgb)
            .Chunk("IDAT", PngWriter.Deflate(new byte[1000]))
            .Chunk("IEND", [])
            .ToArray();
        await AssertRefusedAsync(fewRows, "it is damaged.");

        await AssertRefusedAsync([0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0x12], "it is cut off.");
        await AssertRefusedAsync([0xFF, 0xD8, 0xFF, 0xD9], "there is no picture in it.");
    }

    [Fact]
    public async Task Jpeg_OfTwelveBits()
    {
        byte[] jpeg = FlatJpeg.Encode([10, 20, 30], adobeTransform: null);
        int frame = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        jpeg[frame + 4] = 12;

        await AssertRefusedAsync(jpeg, "JPEG pictures of 12 bits are not read, only those of 8.");
    }

    [Fact]
    public async Task Webp_ThatSaysItIsAnimated_ButHasNoPictures()
    {
        byte[] webp = await PictureFiles.EncodeAsync(_folder["a.webp"], "-lossless", "1");

        await AssertRefusedAsync(PictureFiles.Extended(webp, [], flags: 0x02), "there is no picture in it.");
    }

    [Fact]
    public async Task HeaderThatDisagreesWithThePixels()
    {
        byte[] webp = PictureFiles.Extended(await PictureFiles.EncodeAsync(_folder["a.webp"], "-lossless", "1"), []);
        BinaryPrimitives.WriteInt16LittleEndian(webp.AsSpan(24), 20);

        await AssertRefusedAsync(webp, "it is damaged.");
    }

    [Fact]
    public async Task Missing()
    {
        await AssertRefusedAsync("there is no such file.");
        var e = await Assert.ThrowsAsync<MediaException>(() => new ImageReader(new ReadingOptions()).ReadAsync(_folder.FullPath));
        Assert.Equal($"Cannot read {Path.GetFileName(_folder.FullPath)}: the file cannot be opened.", e.Message);
    }

    [Fact]
    public async Task Cancelled()
    {
        await PictureFiles.EncodeAsync(_folder["a.png"]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new ImageReader(new ReadingOptions()).ReadAsync(_folder["a.png"], new CancellationToken(canceled: true))
        );
    }

    public void Dispose() => _folder.Dispose();

    private async Task AssertRefusedAsync(byte[] file, string reason)
    {
        await File.WriteAllBytesAsync(_folder["picture"], file);
        await AssertRefusedAsync(reason);
    }

    private async Task AssertRefusedAsync(string reason)
    {
        var e = await Assert.ThrowsAsync<MediaException>(() =>
            new ImageReader(new ReadingOptions()).ReadAsync(_folder["picture"], TestContext.Current.CancellationToken)
        );

        Assert.Equal($"Cannot read picture: {reason}", e.Message);
    }
}
