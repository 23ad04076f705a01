using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Pictures;

/// <summary>Whatever a few changed bytes make of a file, it is read or refused, and nothing else happens.</summary>
public sealed class ImageReaderFuzzTests : IDisposable
{
    private const int Variants = 150;
    private const int HeaderLength = 200; // half of the changes go there
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.png")]
    [InlineData("a.bmp")]
    [InlineData("a.webp")]
    public async Task Read_OfChangedBytes(string name)
    {
        byte[] file = await PictureFiles.EncodeAsync(_folder[name]);
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < Variants; i++)
        {
            byte[] changed = [.. file];
            for (int change = random.Next(1, 6); change > 0; change--)
                changed[random.Next(random.Next(2) == 0 ? Math.Min(file.Length, HeaderLength) : file.Length)] = (byte)
                    random.Next(256);
            await File.WriteAllBytesAsync(_folder["changed"], changed);
            try
            {
                await new ImageReader(new ReadingOptions()).ReadAsync(_folder["changed"], TestContext.Current.CancellationToken);
            }
            catch (MediaException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, Variants);
    }

    public void Dispose() => _folder.Dispose();
}
