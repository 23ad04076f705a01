namespace CogSpace.Core.Tests;

public sealed class PngEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(16, 16)]
    [InlineData(90, 60)]
    [InlineData(17, 301)]
    public async Task Encode_ReadAgain_IsTheSamePicture(int width, int height)
    {
        byte[] pixels = new byte[width * height * Frame.Channels];
        new Random(width).NextBytes(pixels);
        await File.WriteAllBytesAsync(
            _folder["picture.png"], PngEncoder.Encode(new Frame(width, height, pixels)),
            TestContext.Current.CancellationToken);

        var picture = await DecodedClip.ReadAsync(_folder["picture.png"]);

        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.Equal(pixels, Assert.Single(picture.Frames));
    }

    // What FFmpeg forgives, browsers do not.
    [Fact]
    public void Encode_EndsWithTheKnownCheckSum() =>
        Assert.Equal(
            [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82],
            PngEncoder.Encode(new Frame(1, 1, [1, 2, 3]))[^12..]);
}
