using System.ComponentModel.DataAnnotations;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

[Collection(OneByOne.Name)]
public sealed class WatermarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 96, 64)]
    [InlineData(128, 96, 64)]
    [InlineData(255, 96, 64)]
    [InlineData(0, 720, 480)]
    [InlineData(255, 720, 480)]
    public void Draw_WritesLightAndDarkIntoTheCorner_AndNothingElse(byte grey, int width, int height)
    {
        var plain = Clip.Flat(grey, grey, grey, width, height).At(TimeSpan.FromSeconds(2));

        var marked = Mark("Made by AI").Draw(plain);

        Assert.Equal((width, height, plain.Time), (marked.Width, marked.Height, marked.Time));
        Assert.All(plain.Pixels.ToArray(), value => Assert.Equal(grey, value));      // the frame itself is left as it is
        int[] changed = [.. Enumerable.Range(0, width * height).Where(at => marked.Pixels.Span[at * 3] != grey)];
        Assert.InRange(changed.Length, 10, width * height / 6);
        Assert.All(changed, at => Assert.True(at / width > height / 2, "It is in the lower half."));
        Assert.True(changed.Average(at => at % width) > width / 2.0, "It is on the right.");
        byte[] values = [.. changed.Select(at => marked.Pixels.Span[at * 3]).Append(grey)];
        Assert.True(values.Max() - values.Min() > 200, "There is light beside dark, whatever is behind.");
    }

    [Fact]
    public void Draw_FitsALongText_AndIsTheSameEachTime()
    {
        var frame = Clip.Flat(0, 0, 0);
        string text = new('W', 60);

        byte[] marked = Mark(text).Draw(frame).Pixels.ToArray();

        Assert.Equal(marked, Mark($"  {text} ").Draw(frame).Pixels.ToArray());
        Assert.Contains(Enumerable.Range(0, 64), y => marked[y * 96 * 3] == 0);
        Assert.NotEqual(marked, Mark("other").Draw(frame).Pixels.ToArray());
    }

    [Fact]
    public async Task AVideo_AndItsPoster_HaveIt_AndAnotherHasNot()
    {
        foreach (string? text in new[] { "Made by AI", null })
        {
            var writer = new VideoWriter(new EncodingOptions { Watermark = text });
            string name = text is null ? "plain" : "marked";
            await writer.WriteAsync(Clip.Fading(3), 8, _folder[$"{name}.mp4"], Token);
            await using var poster = writer.CreatePoster(_folder[$"{name}.jpg"], Token);
            await poster.WriteAsync(Clip.Flat(0, 100, 200));
            await VideoFile.PublishAllAsync(poster);
        }

        foreach (string ending in new[] { "mp4", "jpg" })
        {
            Assert.True(await HighestAsync($"marked.{ending}") > 180, "The letters are white.");
            Assert.True(await HighestAsync($"plain.{ending}") < 60, "Without letters, there is hardly any red.");
        }
    }

    [Theory]
    [InlineData("Made by AI (example.org) ~", true)]
    [InlineData("", true)]
    [InlineData("gemacht für Sie", false)]
    [InlineData("two\nlines", false)]
    public void Options_TakeAscii(string text, bool isTaken)
    {
        var options = new EncodingOptions { Watermark = text };
        var problems = new List<ValidationResult>();

        Assert.Equal(isTaken, Validator.TryValidateObject(options, new ValidationContext(options), problems, true));

        if (!isTaken)
            Assert.Equal(
                "The field Watermark must have at most 60 letters, digits and signs of ASCII.",
                Assert.Single(problems).ErrorMessage);
    }

    private static Watermark Mark(string text) => Watermark.Of(new EncodingOptions { Watermark = text })!;

    // Of red, in the first frame.
    private async Task<int> HighestAsync(string name)
    {
        byte[] frame = (await Programs.DecodeAsync(_folder[name], 96, 64))[0];
        return Enumerable.Range(0, frame.Length / 3).Max(at => frame[at * 3]);
    }
}
