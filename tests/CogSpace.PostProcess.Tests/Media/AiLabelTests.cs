using System.Buffers.Binary;
using System.Text;
using CogSpace.PostProcess.Media;
using CogSpace.PostProcess.Media.Formats;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>Every format says in its own way that an AI model made the pictures.</summary>
[Collection(OneByOne.Name)]
public sealed class AiLabelTests : IDisposable
{
    private const string SourceType = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

    private readonly TemporaryFolder _folder = new();
    private readonly VideoWriter _writer = new(new EncodingOptions { Preset = "ultrafast" });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.mp4", 1)]
    [InlineData("a.mkv", 1)]
    [InlineData("a.webm", 1)]
    [InlineData("a.gif", 1)]
    [InlineData("a.webp", 1)]
    [InlineData("a.mp4", 9)]
    [InlineData("a.mkv", 9)]
    [InlineData("a.webm", 9)]
    [InlineData("a.gif", 9)]
    [InlineData("a.webp", 9)]
    public async Task AFileOfAnAiModel_SaysSo_IsTheSameEachTime_AndPlaysAsOneThatDoesNot(string name, int frames)
    {
        await WriteAsync(name, frames, isAiGenerated: true);
        await WriteAsync($"again-{name}", frames, isAiGenerated: true);
        await WriteAsync($"plain-{name}", frames, isAiGenerated: false);

        Assert.Equal(SourceType, await LabelOfAsync(name));
        Assert.Null(await LabelOfAsync($"plain-{name}"));
        if (!name.EndsWith(".mkv", StringComparison.Ordinal) && !name.EndsWith(".webm", StringComparison.Ordinal)) // random ids
            Assert.Equal(
                await File.ReadAllBytesAsync(_folder[name], Token),
                await File.ReadAllBytesAsync(_folder[$"again-{name}"], Token));
        Assert.Equal(await PicturesAsync($"plain-{name}"), await PicturesAsync(name));
        Assert.Equal([name, $"again-{name}", $"plain-{name}"], _folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ALabelledMp4_IsWhole_AndHasItsTags()
    {
        await WriteAsync("a.mp4", 9, isAiGenerated: true);

        using (var file = File.OpenRead(_folder["a.mp4"]))
            Mp4File.CheckComplete(file);
        var tags = await new VideoReader(new ReadingOptions()).ReadTagsAsync(_folder["a.mp4"], Token);
        Assert.Equal(new VideoTags("a title", "a comment", "a description"), tags);
        byte[] bytes = await File.ReadAllBytesAsync(_folder["a.mp4"], Token);
        int box = bytes.AsSpan().LastIndexOf("uuid"u8) - 4;
        Assert.Equal(bytes.Length - box, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(box)));
    }

    [Theory]
    [InlineData(VideoFormat.Gif)]
    [InlineData(VideoFormat.WebM)]
    [InlineData(VideoFormat.WebP)]
    public async Task AConvertedVideo_IsLabelledWhereThatIsWanted(VideoFormat format)
    {
        await WriteAsync("a.mp4", 5, isAiGenerated: false);      // as earlier versions wrote it
        foreach (bool isWanted in new[] { true, false })
        {
            string name = $"{isWanted}.{format}".ToLowerInvariant();
            await new VideoConverter(new EncodingOptions()) { LabelsAiGenerated = isWanted }.ConvertAsync(
                _folder["a.mp4"], format, _folder[name], Token);
            Assert.Equal(isWanted ? SourceType : null, await LabelOfAsync(name));
        }
    }

    private Task WriteAsync(string name, int frames, bool isAiGenerated) => _writer.WriteAsync(
        Clip.Moving(frames, 96, 64), 8, _folder[name], new VideoTags("a title", "a comment", "a description", isAiGenerated),
        tracks: null, Token);

    // By other programs' eyes where they see it.
    private async Task<string?> LabelOfAsync(string name)
    {
        string path = _folder[name];
        if (name.EndsWith(".webp", StringComparison.Ordinal))
            return SourceTypeIn(Xmp(await File.ReadAllBytesAsync(path, Token)));
        var (_, format) = await Programs.ProbeAllAsync(path);
        if (!name.EndsWith(".mp4", StringComparison.Ordinal))
            return format.TryGetProperty("tags", out var tags)
                && tags.TryGetProperty(
                    name.EndsWith(".gif", StringComparison.Ordinal) ? "comment" : "DIGITAL_SOURCE_TYPE", out var tag)
                ? SourceTypeIn(tag.GetString()!)
                : null;
        byte[] xmp = await Programs.RunAsync(
            "ffprobe", "-v", "error", "-export_xmp", "1", "-show_entries", "format_tags=xmp", "-of", "csv=p=0", path);
        return SourceTypeIn(Encoding.UTF8.GetString(xmp));
    }

    private static string? SourceTypeIn(string text) => text.Contains(SourceType, StringComparison.Ordinal) ? SourceType : null;

    // Only where the header says that there is some.
    private static string Xmp(byte[] file)
    {
        Assert.Equal(file.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)));
        bool isAnnounced = Encoding.ASCII.GetString(file, 12, 4) == "VP8X" && (file[20] & 4) != 0;
        for (int at = 12; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            if (Encoding.ASCII.GetString(file, at, 4) == "XMP ")
                return isAnnounced ? Encoding.UTF8.GetString(file, at + 8, length) : "";
            at += 8 + length + (length % 2);
        }

        return "";
    }

    private async Task<string> PicturesAsync(string name)
    {
        if (!name.EndsWith(".webp", StringComparison.Ordinal))
            return Encoding.ASCII.GetString(await Programs.RunAsync(
                "ffmpeg", "-v", "error", "-i", _folder[name], "-map", "0:v", "-f", "framemd5", "-"));
        var reader = new VideoReader(new ReadingOptions());
        if (WebpAnimation.Read(await File.ReadAllBytesAsync(_folder[name], Token)) is null)
            return Convert.ToHexString((await new ImageReader(new ReadingOptions()).ReadAsync(_folder[name], Token)).Pixels.Span);
        var frames = await reader.ReadAllAsync(_folder[name], new SourceReport(), Token).ToListAsync(Token);
        return string.Join('\n', frames.Select(frame => $"{frame.Time} {Convert.ToHexString(frame.Pixels.Span)}"));
    }
}
