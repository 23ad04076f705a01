using System.Text.Json;

namespace CogSpace.Cli.Tests;

/// <summary>What the name of an output says, and what a source's colours become on the way.</summary>
public sealed class OutputNameTests : IDisposable
{
    private static readonly string[] Small =
        ["--prompt", "a red circle moves up on a white background", "--seed", "1", "--steps", "1", "--frames", "9"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Upscale_OfHdr_ToMatroska_IsSdr_AndSaysSo()
    {
        var run = await CliRun.StartAsync(
            "upscale", FieldFiles.Path("pq.mp4"), "--weights", "lanczos-2x", "--output", _folder["out.mkv"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("The video is HDR (PQ): its colours were converted to SDR, BT.709.", run.Error, StringComparison.Ordinal);
        var stream = await Programs.ProbeAsync(_folder["out.mkv"]);
        Assert.Equal(("h264", "bt709", "bt709", "bt709"), Says(stream));
        byte[] first = (await Programs.DecodeAsync(_folder["out.mkv"], 384, 192))[0];
        AssertNear((200, 40, 40), first, 24);
        AssertNear((40, 200, 40), first, 72);
        AssertNear((40, 40, 200), first, 120);
        AssertNear((128, 128, 128), first, 168);
        AssertNear((16, 16, 16), first, 216);
        AssertNear((240, 240, 240), first, 264);
        AssertNear((200, 160, 120), first, 312);
        AssertNear((0, 120, 160), first, 360);
    }

    [Fact]
    public async Task Generate_OfAGif_IsAGif_AndSaysWhatItLacks()
    {
        var run = await CliRun.StartAsync(["generate", .. Small, "--output", _folder["a.gif"]]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["a.gif"], _folder.Names);
        Assert.Equal("gif", (await Programs.ProbeAsync(_folder["a.gif"])).GetProperty("codec_name").GetString());
        Assert.Contains("A GIF has no sound, and this program keeps no recipe in it.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_FromAnInterlacedVideo_KeepsThatInTheRecipe()
    {
        var run = await CliRun.StartAsync(
            [
                "generate", .. Small, "--strength", "1", "--video", FieldFiles.Path("interlaced_tff.mp4"), "--output",
                _folder["a.mkv"],
            ]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("The video is interlaced", run.Error, StringComparison.Ordinal);

        var inspected = await CliRun.StartAsync("inspect", _folder["a.mkv"]);
        Assert.Matches(@"source was\s+deinterlaced", inspected.Output);
    }

    [Theory]
    [InlineData("a.mov")]
    [InlineData("a.png")]
    public async Task OtherEndings_AreRefused_BeforeTheWork(string name)
    {
        foreach (string[] command in (string[][])[
            ["generate", .. Small], ["upscale", FieldFiles.Path("pq.mp4")], ["interpolate", FieldFiles.Path("pq.mp4")]])
        {
            var run = await CliRun.StartAsync([.. command, "--output", _folder[name]]);

            Assert.Equal(2, run.ExitCode);
            Assert.Contains("has to end in .mp4, .mkv, .webm, .gif or .webp.", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("Loading", run.Error, StringComparison.Ordinal);
        }

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task OtherFormats_OfAGif_AreRefused()
    {
        var run = await CliRun.StartAsync(["generate", .. Small, "--webm", "--output", _folder["a.gif"]]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("a video whose name ends in .mp4 or .mkv.", run.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    private static (string?, string?, string?, string?) Says(JsonElement stream) =>
        (
            stream.GetProperty("codec_name").GetString(), stream.GetProperty("color_space").GetString(),
            stream.GetProperty("color_primaries").GetString(), stream.GetProperty("color_transfer").GetString());

    // In the middle row of a picture of 384 x 192.
    private static void AssertNear((int R, int G, int B) wanted, byte[] rgb, int x)
    {
        int at = ((96 * 384) + x) * 3;
        Assert.InRange(rgb[at], wanted.R - 8, wanted.R + 8);
        Assert.InRange(rgb[at + 1], wanted.G - 8, wanted.G + 8);
        Assert.InRange(rgb[at + 2], wanted.B - 8, wanted.B + 8);
    }
}
