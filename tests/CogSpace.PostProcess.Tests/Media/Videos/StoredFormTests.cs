using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>Fields, transparency and damage.</summary>
public sealed class StoredFormTests : IDisposable
{
    private const string Bar = "geq=lum='if(lt(mod(X-6*N,128),16),235,16)':cb=128:cr=128";
    private readonly TemporaryFolder _folder = new();
    private readonly VideoReader _reader = new(new ReadingOptions());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Interlaced_FileOfTheField()
    {
        await AssertDeinterlacedAsync(FieldFiles.Path("interlaced_tff.mp4"), 128, 64, 20);
    }

    [Theory]
    [InlineData("a.mov", "128x64", "interleave_bottom", "-c:v mpeg2video -q:v 2 -flags +ildct+ilme -top 0")]
    [InlineData("a.mkv", "128x64", "interleave_top", "-c:v libx264 -qp 4 -flags +ildct+ilme -x264opts tff=1")]
    [InlineData("a.avi", "720x576", "interleave_bottom", "-c:v dvvideo -flags +ildct")]
    public async Task Interlaced_EitherFieldFirst(string name, string size, string fields, string encoder)
    {
        await Programs.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i", $"color=black:size={size}:rate=50,format=yuv420p,{Bar},tinterlace={fields}",
                "-frames:v", "10", .. encoder.Split(' '), "-y", _folder[name],
            ]
        );

        string[] sides = size.Split('x');
        await AssertDeinterlacedAsync(_folder[name], int.Parse(sides[0]), int.Parse(sides[1]), 10);
    }

    [Fact]
    public async Task Progressive_StaysAsItIs_EvenWhereTheHeaderDoesNotSaySo()
    {
        await VideoFiles.MakeAsync(_folder["a.avi"], "-c:v mpeg4 -q:v 1", frames: 6);

        var (frames, report) = await _reader.ReadWithReportAsync(_folder["a.avi"], Token);

        Assert.Equal(Enumerable.Range(0, 6), frames.Select(VideoFiles.NumberOf));
        Assert.Null(report.Conversion);
        Assert.Empty(report.Notes);
    }

    [Fact]
    public async Task Transparent_FileOfTheField_IsOnWhite()
    {
        var (frames, _) = await _reader.ReadWithReportAsync(FieldFiles.Path("alpha_vp9.webm"), Token);

        Assert.Equal(6, frames.Count);
        Assert.All(frames, frame => AssertNear((255, 255, 255), At(frame, 1, 1)));
        Assert.Contains(Pixels(frames[0]), colour => colour is { R: > 200, G: < 60, B: < 60 });
        Assert.DoesNotContain(Pixels(frames[0]), colour => colour is { R: < 60, G: < 60, B: < 60 });
    }

    [Theory]
    [InlineData("a.webm", "-c:v libvpx -crf 4 -b:v 5M -auto-alt-ref 0")]
    [InlineData("a.mkv", "-c:v libvpx-vp9 -lossless 1 -cpu-used 8")]
    public async Task Transparent_IsOnWhite(string name, string encoder)
    {
        await Programs.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i",
                "color=blue:size=96x64:rate=10,format=rgba," +
                "geq=r=0:g=0:b=255:a='if(between(X,32,63)*between(Y,16,47),255,0)'",
                "-frames:v", "3", "-pix_fmt", "yuva420p", .. encoder.Split(' '), "-y", _folder[name],
            ]
        );

        var (frames, _) = await _reader.ReadWithReportAsync(_folder[name], Token);

        Assert.Equal(3, frames.Count);
        Assert.All(frames, frame => AssertNear((255, 255, 255), At(frame, 8, 8)));
        Assert.All(frames, frame => AssertNear((0, 0, 255), At(frame, 48, 32)));
    }

    [Fact]
    public async Task Damaged_FileOfTheField_IsRead_AndTheNoteSaysHowManyErrors()
    {
        var (frames, report) = await _reader.ReadWithReportAsync(FieldFiles.Path("damaged.mp4"), Token);

        Assert.Equal(75, frames.Count);
        Assert.Matches(@"^The video is damaged: FFmpeg reported \d+ errors while", Assert.Single(report.Notes));
    }

    [Theory]
    [InlineData("a.mkv", VideoFiles.H264)]
    [InlineData("a.avi", "-c:v mpeg4 -q:v 1")]
    public async Task Damaged(string name, string encoder)
    {
        await VideoFiles.MakeAsync(_folder[name], encoder, frames: 60, filters: ",noise=alls=40:allf=t");
        byte[] bytes = await File.ReadAllBytesAsync(_folder[name], Token);
        var random = new Random(1);
        for (int i = 0; i < 20; i++)
            bytes[random.Next(bytes.Length / 3, bytes.Length * 2 / 3)] ^= 0x55;
        await File.WriteAllBytesAsync(_folder[name], bytes, Token);

        var (_, report) = await _reader.ReadWithReportAsync(_folder[name], Token);

        Assert.Matches(@"^The video is damaged: FFmpeg reported (one error|\d+ errors) while", Assert.Single(report.Notes));
    }

    public void Dispose() => _folder.Dispose();

    private async Task AssertDeinterlacedAsync(string path, int width, int height, int count)
    {
        var (frames, report) = await _reader.ReadWithReportAsync(path, Token);
        var stored = await Programs.DecodeAsync(path, width, height);

        Assert.Equal(count, frames.Count);
        double combed = stored.Sum(pixels => Combing(pixels, width, height));
        Assert.InRange(frames.Sum(frame => Combing(frame.Pixels.Span, width, height)), 0, combed / 4);
        Assert.Equal(new SourceConversion(Deinterlaced: true), report.Conversion);
        Assert.Equal(
            "The video is interlaced: each of its frames was deinterlaced to one frame.", Assert.Single(report.Notes));
    }

    // How much a line differs from the two around it.
    private static double Combing(ReadOnlySpan<byte> rgb, int width, int height)
    {
        int row = width * Frame.Channels;
        double sum = 0;
        for (int i = row; i < (height - 1) * row; i++)
            sum += Math.Abs((2 * rgb[i]) - rgb[i - row] - rgb[i + row]);
        return sum;
    }

    private static (int R, int G, int B) At(Frame frame, int x, int y)
    {
        var at = frame.Pixels.Span[(((y * frame.Width) + x) * Frame.Channels)..];
        return (at[0], at[1], at[2]);
    }

    private static IEnumerable<(int R, int G, int B)> Pixels(Frame frame) =>
        from y in Enumerable.Range(0, frame.Height) from x in Enumerable.Range(0, frame.Width) select At(frame, x, y);

    private static void AssertNear((int R, int G, int B) wanted, (int R, int G, int B) found)
    {
        Assert.InRange(found.R, wanted.R - 6, wanted.R + 6);
        Assert.InRange(found.G, wanted.G - 6, wanted.G + 6);
        Assert.InRange(found.B, wanted.B - 6, wanted.B + 6);
    }
}
