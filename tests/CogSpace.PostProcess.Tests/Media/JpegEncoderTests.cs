using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

public sealed class JpegEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(16, 16)]
    [InlineData(33, 17)]
    public async Task Encode_ThenRead_IsNearlyTheSame(int width, int height)
    {
        // Red grows to the right, green downwards; blue stays.
        byte[] pixels = [.. Enumerable.Range(0, width * height).SelectMany(i => Colour(i % width, i / width))];

        await File.WriteAllBytesAsync(
            _folder["picture.jpg"], JpegEncoder.Encode(new Frame(width, height, pixels)),
            TestContext.Current.CancellationToken);
        var read = await new ImageReader(new ReadingOptions()).ReadAsync(
            _folder["picture.jpg"], TestContext.Current.CancellationToken);

        Assert.Equal((width, height), (read.Width, read.Height));
        byte[] seen = read.Pixels.ToArray();
        Assert.InRange(pixels.Zip(seen, (before, after) => Math.Abs(before - after)).Average(), 0, 6);
    }

    private static byte[] Colour(int x, int y) => [(byte)(x * 7), (byte)(y * 14), 128];
}
