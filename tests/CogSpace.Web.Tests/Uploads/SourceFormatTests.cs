using CogSpace.Web.Uploads;

namespace CogSpace.Web.Tests.Uploads;

public sealed class SourceFormatTests
{
    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("webp")]
    [InlineData("bmp")]
    [InlineData("gif")]
    public async Task OfSignature_KnowsPictures(string extension) =>
        Assert.Equal($"input.{extension}", SourceFormat.OfSignature(await SampleFile.PictureAsync(32, 32, extension))!.FileName);

    [Theory]
    [InlineData("mp4", "mp4")]
    [InlineData("mov", "mov")]
    [InlineData("mkv", "webm")]
    [InlineData("avi", "avi")]
    public async Task OfSignature_KnowsVideos(string extension, string known) =>
        Assert.Equal(
            $"input.{known}", SourceFormat.OfSignature(await SampleFile.VideoAsync(32, 32, extension: extension))!.FileName);

    [Fact]
    public void OfSignature_KnowsNothingElse()
    {
        foreach (
            byte[] start in new[]
            {
                SampleFile.Text,
                SampleFile.Svg,
                SampleFile.Playlist,
                [],
                [0x89],
                "\0\0\0\x1cftypheic"u8.ToArray(),
                "\0\0\0\x1cftypavif"u8.ToArray(),
                "RIFF\0\0\0\0WAVE"u8.ToArray(),
            }
        )
            Assert.Null(SourceFormat.OfSignature(start));
    }

    [Theory]
    [InlineData("input.svg")]
    [InlineData("input.html")]
    [InlineData("../input.png")]
    [InlineData("INPUT.PNG")]
    [InlineData("upload.json")]
    [InlineData(null)]
    public void OfFile_KnowsItsOwnNamesAlone(string? name) => Assert.Null(SourceFormat.OfFile(name));
}
