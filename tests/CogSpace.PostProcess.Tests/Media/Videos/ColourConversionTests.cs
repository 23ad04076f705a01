using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>HDR and wide gamuts become what the patches were before: white paper is white, and colours keep their hue.</summary>
public sealed class ColourConversionTests : IDisposable
{
    private const string ToLight = "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020:npl=203:";
    private const string Pq420 = ToLight + "t=smpte2084:m=bt2020nc:r=tv,format=yuv420p10le";
    private const int Near = 16;

    // One step of 8 bits in BT.2020 is up to 23 steps of the little red that a blue or a green has in BT.709.
    private const int NearFor8Bits = 24;

    private const string X265 = "-c:v libx265 -x265-params log-level=error:lossless=1:";
    private const string PqTags = "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc";
    private const string Primaries = "G(8500,39850)B(6550,2300)R(35400,14600)WP(15635,16450)";
    private readonly TemporaryFolder _folder = new();
    private readonly VideoReader _reader = new(new ReadingOptions());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        "pq.mp4", SourceColour.Pq,
        "HDR (PQ): its colours were converted to SDR, BT.709. White of 203 cd/m2 became white, brighter light ")]
    [InlineData("2020sdr.mkv", SourceColour.WideGamut, "The video's colours were converted from BT.2020 to BT.709.")]
    public async Task FilesOfTheField(string name, SourceColour colour, string said)
    {
        var (frames, report) = await ReadAsync(FieldFiles.Path(name));

        Assert.All(frames, frame => ColourPatches.AssertShows(frame, 4));
        Assert.Equal(new SourceConversion(colour), report.Conversion);
        Assert.Contains(said, Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "a.mov", ToLight + "t=arib-std-b67:m=bt2020nc:r=tv,format=yuv420p10le",
        X265 + "colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc -tag:v hvc1", SourceColour.Hlg)]
    [InlineData(
        "a.mkv", ToLight + "t=smpte2084:m=bt2020nc:r=pc,format=yuv444p12le", X265 + PqTags + ":range=full", SourceColour.Pq)]
    [InlineData(
        "a.mkv", ToLight + "t=smpte2084:m=gbr:r=pc,format=gbrp10le",
        "-c:v ffv1 -color_primaries bt2020 -color_trc smpte2084", SourceColour.Pq)]
    [InlineData(
        "a.mp4", "zscale=tin=bt709:p=bt2020:t=bt709:m=bt2020nc:r=tv,format=yuv420p",
        "-c:v libx264 -qp 2 -colorspace bt2020nc -color_primaries bt2020 -color_trc bt2020-10", SourceColour.WideGamut,
        NearFor8Bits)]
    [InlineData(
        "a.mov", "zscale=tin=bt709:p=smpte432:t=bt709:m=bt709:r=tv,format=yuv420p",
        "-c:v libx264 -qp 2 -colorspace bt709 -color_primaries smpte432 -color_trc bt709", SourceColour.WideGamut)]
    public async Task OtherFiles(string name, string filters, string encoder, SourceColour colour, int near = Near)
    {
        await ColourPatches.MakeAsync(_folder[name], filters, encoder);

        var (frames, report) = await ReadAsync(_folder[name]);

        Assert.All(frames, frame => ColourPatches.AssertShows(frame, near));
        Assert.Equal(new SourceConversion(colour), report.Conversion);
    }

    [Theory]
    [InlineData("L(0,0):max-cll=0,0")]
    [InlineData("L(4294967295,0):max-cll=65535,65535")]
    public async Task PeaksThatAFileStates_ChangeNothing(string peaks)
    {
        await ColourPatches.MakeAsync(_folder["a.mp4"], Pq420, $"{X265}{PqTags}:hdr10=1:master-display={Primaries}{peaks}");

        var (frames, _) = await ReadAsync(_folder["a.mp4"]);

        Assert.All(frames, frame => ColourPatches.AssertShows(frame, Near));
    }

    [Fact]
    public async Task LightAboveWhite_IsCompressed_AndKeepsItsOrder()
    {
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i",
            "color=black:size=192x96:rate=10,format=yuv420p10le,geq=lum='if(lt(X,64),573,if(lt(X,128),645,723))':cb=512:cr=512",
            "-frames:v", "1", "-c:v", "libx265", "-x265-params", $"log-level=error:lossless=1:{PqTags}", "-y", _folder["a.mp4"]);

        var (frames, _) = await ReadAsync(_folder["a.mp4"]);

        // 203, 400 and 1000 cd/m2
        int GrayAt(int x) => frames[0].Pixels.Span[((48 * 192) + x) * Frame.Channels];
        Assert.InRange(GrayAt(32), 240, 250);
        Assert.InRange(GrayAt(96), GrayAt(32) + 1, 254);
        Assert.InRange(GrayAt(160), GrayAt(96) + 1, 255);
    }

    [Fact]
    public async Task PrimariesThatHdrDoesNotName_AreThoseOfBt2020_AndTheNoteSaysSo()
    {
        await ColourPatches.MakeAsync(
            _folder["a.mp4"], $"{Pq420},setparams=color_primaries=unknown", X265 + "transfer=smpte2084:colormatrix=bt2020nc");

        var (frames, report) = await ReadAsync(_folder["a.mp4"]);

        Assert.All(frames, frame => ColourPatches.AssertShows(frame, Near));
        Assert.Contains("does not say which red, green and blue", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OddSizes()
    {
        await VideoFiles.MakeAsync(
            _folder["a.webm"],
            "-c:v libvpx-vp9 -profile:v 2 -lossless 1 -cpu-used 8 -pix_fmt yuv420p10le -color_primaries bt2020 " +
            "-color_trc smpte2084 -colorspace bt2020nc", frames: 2, size: "95x63");

        var (frames, report) = await ReadAsync(_folder["a.webm"]);

        Assert.Equal((95, 63, 2), (frames[0].Width, frames[0].Height, frames.Count));
        Assert.Equal(SourceColour.Pq, report.Conversion?.Colour);
    }

    [Theory]
    [InlineData("-color_trc log100 -color_primaries bt709", "curve \"log100\"")]
    [InlineData("-color_trc bt709 -color_primaries film", "primaries \"film\"")]
    [InlineData("-colorspace bt2020nc", "matrix of BT.2020, but not its primaries")]
    public async Task TagsThatNothingIsDoneAbout_AreSaid(string tags, string said)
    {
        await VideoFiles.MakeAsync(_folder["a.mp4"], $"-c:v libx264 -qp 4 -pix_fmt yuv420p {tags}", frames: 2);

        var (_, report) = await ReadAsync(_folder["a.mp4"]);

        Assert.Null(report.Conversion);
        Assert.Equal(
            $"The video names the {said}: its colours were not converted, and may look different.", Assert.Single(report.Notes));
    }

    [Theory]
    [InlineData(VideoFiles.H264)]
    [InlineData("-c:v libx264 -qp 4 -pix_fmt yuv420p")]
    [InlineData("-c:v libx264 -qp 4 -pix_fmt yuv420p -colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m")]
    public async Task OrdinaryColours_StayAsTheyAre_WithoutAWord(string encoder)
    {
        await VideoFiles.MakeAsync(_folder["a.mp4"], encoder, frames: 3);

        var (frames, report) = await ReadAsync(_folder["a.mp4"]);

        Assert.Equal([0, 1, 2], frames.Select(VideoFiles.NumberOf));
        Assert.Null(report.Conversion);
        Assert.Empty(report.Notes);
    }

    public void Dispose() => _folder.Dispose();

    private Task<(IReadOnlyList<Frame> Frames, SourceReport Report)> ReadAsync(string path) =>
        _reader.ReadWithReportAsync(path, Token);
}
