using CogSpace.PostProcess.Media;
using CogSpace.PostProcess.Tests.Media.Pictures;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>An animated WebP is its first picture where an image is wanted, and all of them where a video is.</summary>
public sealed class AnimatedWebpTests : IDisposable
{
    private static readonly (int, int, int) Red = (255, 0, 0), Blue = (0, 0, 255), White = (255, 255, 255);

    private readonly TemporaryFolder _folder = new();
    private readonly VideoReader _videos = new(new ReadingOptions());
    private readonly ImageReader _images = new(new ReadingOptions());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FileOfTheField()
    {
        string path = FieldFiles.Path("anim.webp");

        var info = await _videos.ProbeAsync(path, Token);
        var (frames, report) = await _videos.ReadWithReportAsync(path, Token);
        var picture = await _images.ReadAsync(path, Token);

        Assert.Equal(new VideoInfo(128, 64, 2, 10), info);
        Assert.Equal(2, frames.Count);
        Assert.Equal(picture.Pixels.ToArray(), frames[0].Pixels.ToArray());
        Assert.NotEqual(frames[0].Pixels.ToArray(), frames[1].Pixels.ToArray());
        Assert.Empty(report.Notes);
        Assert.Equal((false, false), await _videos.FindSideTracksAsync(path, Token));
        Assert.Equal(new VideoTags("", ""), await _videos.ReadTagsAsync(path, Token));
    }

    [Fact]
    public async Task Offsets_Blending_Disposal_AndTimes()
    {
        byte[] red = await StillAsync("red", 64, 32);
        byte[] blue = await StillAsync("blue", 16, 16);
        byte[] green = await StillAsync("0x00ff00@0.5", 16, 16);
        string path = await WriteAsync(
            new WebpAnimationFile(64, 32)
                .Add(red, 0, 0, (64, 32), 100)
                .Add(blue, 32, 16, (16, 16), 50, isDisposed: true)
                .Add(green, 0, 0, (16, 16), 100));

        var info = await _videos.ProbeAsync(path, Token);
        var (frames, _) = await _videos.ReadWithReportAsync(path, Token);

        Assert.Equal(new VideoInfo(64, 32, 5, 20), info);
        Assert.Equal([Red, Red, Red, Red, Red], frames.Select(frame => At(frame, 60, 2)));
        Assert.Equal([Red, Red, Blue, White, White], frames.Select(frame => At(frame, 40, 24)));
        Assert.Equal([Red, Red, Red], frames.Take(3).Select(frame => At(frame, 8, 8)));
        Assert.All(frames.Skip(3), frame => Assert.InRange(At(frame, 8, 8).G, 126, 129));
        Assert.All(frames.Skip(3), frame => Assert.InRange(At(frame, 8, 8).R, 126, 129));
    }

    [Fact]
    public async Task NotBlended_ReplacesWhatIsBelow()
    {
        string path = await WriteAsync(
            new WebpAnimationFile(32, 32)
                .Add(await StillAsync("red", 32, 32), 0, 0, (32, 32), 40)
                .Add(await StillAsync("black@0", 16, 32), 16, 0, (16, 32), 40, isBlended: false));

        var (frames, _) = await _videos.ReadWithReportAsync(path, Token);

        Assert.Equal([Red, Red], frames.Select(frame => At(frame, 4, 4)));
        Assert.Equal([Red, White], frames.Select(frame => At(frame, 24, 4)));
    }

    [Fact]
    public async Task LossyPictures_WithAlpha_AndChunksOfOthers()
    {
        byte[] still = await WebpAnimationFile.StillAsync(
            _folder["still.webp"], "blue@0.5", 32, 32, "-lossless 0 -quality 100 -pix_fmt yuva420p");
        string path = await WriteAsync(
            new WebpAnimationFile(32, 32)
                .AddChunk("ABCD", [1, 2, 3])
                .Add(still, 0, 0, (32, 32), 1)      // browsers make a tenth of a second of it
                .AddChunk("EFGH", []));

        var info = await _videos.ProbeAsync(path, Token);
        var picture = await _images.ReadAsync(path, Token);

        Assert.Equal(new VideoInfo(32, 32, 1, 10), info);
        Assert.InRange(At(picture, 16, 16).R, 120, 135);
        Assert.InRange(At(picture, 16, 16).B, 245, 255);
    }

    [Fact]
    public async Task OnlySomeFrames()
    {
        var file = new WebpAnimationFile(16, 16);
        foreach (string colour in (string[])["red", "blue", "white", "red", "blue"])
            file.Add(await StillAsync(colour, 16, 16), 0, 0, (16, 16), 100);
        string path = await WriteAsync(file);

        var clip = await _videos.ReadClipAsync(path, new FrameSampling(2, 2, 5, First: 1), null, 16, 16, Token);

        Assert.Equal([Blue, Red], clip.Frames.Select(frame => At(frame, 8, 8)));
    }

    [Fact]
    public async Task WhatThisProgramWrites_IsRead()
    {
        var writer = new VideoWriter(new EncodingOptions());
        await using (var file = writer.Create(_folder["a.webp"], 8, cancel: Token))
        {
            await foreach (var frame in Clip.Moving(5, 64, 32))
                await file.WriteAsync(frame);
            await VideoFile.PublishAllAsync(file);
        }

        Assert.Equal(new VideoInfo(64, 32, 5, 8), await _videos.ProbeAsync(_folder["a.webp"], Token));
    }

    [Fact]
    public async Task Refused_WithASentence()
    {
        byte[] red = await StillAsync("red", 16, 16);
        WebpAnimationFile File() => new(32, 32);

        await AssertRefusedAsync(File().Add(red, 18, 0, (16, 16), 100), "one of its pictures lies outside of it.");
        await AssertRefusedAsync(
            File().Add(red, 0, 0, (32, 32), 100), "one of its pictures has 16 x 16 pixels, and 32 x 32 were announced.");
        await AssertRefusedAsync(File().AddChunk("ANMF", new byte[15]), "it is damaged.");
        await AssertRefusedAsync(File().AddChunk("ANMF", new byte[16]), "one of its pictures is empty.");
        await AssertRefusedAsync(File(), "there is no picture in it.");
        await AssertRefusedAsync(File().Add(red, 0, 0, (16, 16), 601_000), "it lasts 0:10:01");
        await AssertRefusedAsync(
            new WebpAnimationFile(16_384, 16_384).Add(red, 0, 0, (16, 16), 100), "16384 x 16384 pixels are too many");
        byte[] broken = [.. red];
        broken.AsSpan(21).Fill(0xFF);
        broken[20] = 0x2F;
        red.AsSpan(21, 4).CopyTo(broken.AsSpan(21));
        await AssertRefusedAsync(File().Add(broken, 0, 0, (16, 16), 100), "one of its pictures is damaged.");
    }

    [Fact]
    public async Task CutOff_IsSaid()
    {
        byte[] bytes = new WebpAnimationFile(16, 16).Add(await StillAsync("red", 16, 16), 0, 0, (16, 16), 100).ToBytes();
        await File.WriteAllBytesAsync(_folder["a.webp"], bytes[..^6], Token);

        var e = await Assert.ThrowsAsync<MediaException>(() => _videos.ProbeAsync(_folder["a.webp"], Token));
        Assert.Equal("Cannot read a.webp: it is cut off.", e.Message);
        e = await Assert.ThrowsAsync<MediaException>(() => _images.ReadAsync(_folder["a.webp"], Token));
        Assert.Equal("Cannot read a.webp: it is cut off.", e.Message);
    }

    [Fact]
    public async Task StillPicture_IsNotAVideo()
    {
        await File.WriteAllBytesAsync(_folder["a.webp"], await StillAsync("red", 16, 16), Token);

        var e = await Assert.ThrowsAsync<MediaException>(() => _videos.ProbeAsync(_folder["a.webp"], Token));
        Assert.StartsWith("Cannot read a.webp: it is a still picture. Videos are read as", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<byte[]> StillAsync(string colour, int width, int height) =>
        WebpAnimationFile.StillAsync(_folder["still.webp"], colour, width, height);

    private async Task<string> WriteAsync(WebpAnimationFile file)
    {
        await File.WriteAllBytesAsync(_folder["a.webp"], file.ToBytes(), Token);
        return _folder["a.webp"];
    }

    private async Task AssertRefusedAsync(WebpAnimationFile file, string reason)
    {
        string path = await WriteAsync(file);
        var e = await Assert.ThrowsAsync<MediaException>(() => _videos.ReadWithReportAsync(path, Token));
        Assert.StartsWith($"Cannot read a.webp: {reason}", e.Message, StringComparison.Ordinal);
    }

    private static (int R, int G, int B) At(Frame frame, int x, int y)
    {
        var at = frame.Pixels.Span[(((y * frame.Width) + x) * Frame.Channels)..];
        return (at[0], at[1], at[2]);
    }
}
