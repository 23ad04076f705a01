using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

public sealed class FfmpegLogTests
{
    [Fact]
    public void Quote_OfNothing_IsEmpty() => Assert.Equal("", new FfmpegLog().Quote);

    [Fact]
    public void Quote_LeavesOutWhereInMemoryThePartsLie()
    {
        var log = new FfmpegLog();
        log.Add("[mov,mp4,m4a @ 0x55c1a2f0] [h264 @ 0x55c1a2f1] error while decoding MB 3 4");
        log.Add("  ");
        log.Add("file:a.mp4: Invalid data");

        Assert.Equal(" FFmpeg said: error while decoding MB 3 4 | file:a.mp4: Invalid data", log.Quote);
    }

    [Fact]
    public void Errors_CountsLinesThatAreNotKept_AndRepetitions()
    {
        var log = new FfmpegLog();
        for (int i = 0; i < 10; i++)
            log.Add($"[h264 @ 0x55c1a2f1] error {i}");
        log.Add("    Last message repeated 4 times");
        log.Add("");

        Assert.Equal((14, "error 0"), (log.Errors, log.First));
    }
}
