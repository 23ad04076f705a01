using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;
using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;
using CogSpace.PostProcess.Upscaling;

namespace CogSpace.Generation.Tests;

/// <summary>When the pictures and the sound of a source come in what is made from it.</summary>
public sealed class SourceTimesTests : IDisposable
{
    private const string Aac = "-c:v libx264 -c:a aac";
    private const double Tolerance = 0.01; // seconds

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _cache = new();
    private readonly Generator _generator;

    public SourceTimesTests()
    {
        _generator = Generator.Create(new GeneratorOptions
        {
            ModelsFolder = Repository.Models,
            Pipeline = new PipelineOptions { Device = "cpu", Type = ComputeType.F32 },
            Networks = new NetworkOptions { Device = "cpu", CacheFolder = _cache.FullPath },
        });
    }

    private static PostProcessing Upscale { get; } = new(Upscale: true, Upscaler: "lanczos-2x");

    private static PostProcessing Interpolate { get; } = new(Interpolate: 2);

    private ModelInfo Tiny => _generator.Models.Find(Repository.TinyModel);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _generator.Dispose();
        _folder.Dispose();
        _cache.Dispose();
    }

    [Theory]
    [InlineData("a.mp4", 0.3, 0, Aac)]
    [InlineData("a.webm", 0.5, 0, "-c:v libvpx-vp9 -c:a libopus")]
    [InlineData("a.mov", 0, 0.7, "-c:v libx264 -c:a pcm_s16le")]
    [InlineData("a.mkv", 0.45, 0, Aac)]
    [InlineData("a.mkv", 0, 0.33, Aac)]
    [InlineData("a.mp4", 0, 0.5, "-c:v libx264 -c:a libmp3lame")]
    public async Task Upscale_KeepsTheSoundWithThePicture(string name, double pictureLate, double soundLate, string encoders)
    {
        await TimedVideo.MakeAsync(_folder[name], pictureLate, soundLate, encoders);

        await AssertDistancesAsync(_folder[name], Upscale);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FieldFile_SoundLate_StaysSo(bool interpolates) =>
        await AssertDistancesAsync(FieldFiles.Path("audio_late_500ms.mp4"), interpolates ? Interpolate : Upscale);

    [Fact]
    public async Task Interpolate_PictureLate_StaysSo()
    {
        await TimedVideo.MakeAsync(_folder["a.webm"], 0.5, 0, "-c:v libvpx-vp9 -c:a libopus");

        await AssertDistancesAsync(_folder["a.webm"], Interpolate);
    }

    [Fact]
    public async Task Interpolate_ARateThatVaries_DrawsOnePictureInTheMiddle()
    {
        var result = await _generator.PostProcessAsync(
            FieldFiles.Path("vfr_burst.mp4"), Interpolate, new GenerationOutput(_folder["out.mp4"]), cancel: Cancel);

        var before = await TimedVideo.TimesAsync(FieldFiles.Path("vfr_burst.mp4"));
        var after = await TimedVideo.TimesAsync(_folder["out.mp4"]);
        Assert.Equal((137, 137), (result.Info.Frames, after.Count));
        for (int i = 0; i < before.Count; i++)
            Assert.Equal(before[i], after[2 * i], 0.001);
        for (int i = 1; i < before.Count; i++)
            Assert.Equal((before[i - 1] + before[i]) / 2, after[(2 * i) - 1], 0.001);
    }

    [Fact]
    public async Task Upscale_KeepsTracksAndSaysNothing_WhereNothingIsLost()
    {
        var result = await _generator.PostProcessAsync(
            FieldFiles.Path("tracks.mkv"), Upscale, new GenerationOutput(_folder["out.mp4"]), cancel: Cancel);

        var (streams, _) = await Programs.ProbeAllAsync(_folder["out.mp4"]);
        Assert.Equal(
            ["video", "audio", "audio", "subtitle"], streams.Select(stream => stream.GetProperty("codec_type").GetString()));
        Assert.Empty(result.Notes);
    }

    [Fact]
    public async Task Upscale_OfAClockThatBeginsLate_TakesAllOfIt()
    {
        var result = await _generator.PostProcessAsync(
            FieldFiles.Path("starts_at_12s.mkv"), Upscale, new GenerationOutput(_folder["out.mp4"]), cancel: Cancel);

        Assert.Equal(200, result.Info.Frames);
        Assert.Equal(8 - (1 / 25.0), (await TimedVideo.TimesAsync(_folder["out.mp4"]))[^1], Tolerance);
    }

    [Theory]
    [InlineData("a.mp4", 0, 0.5, Aac)]
    [InlineData("a.mkv", 0.45, 0, Aac)]
    [InlineData("a.mov", 0, 0.3, "-c:v libx264 -c:a pcm_s16le")]
    public async Task VideoToVideo_TakesTheSoundOfItsFrames(string name, double pictureLate, double soundLate, string encoders)
    {
        await TimedVideo.MakeAsync(_folder[name], pictureLate, soundLate, encoders);
        double first = (await TimedVideo.TimesAsync(_folder[name]))[0];
        var heard = (await TimedVideo.BeepsAsync(_folder[name])).Select(time => time - first).ToList();

        await RestyleAsync(_folder[name]);

        var beeps = await TimedVideo.BeepsAsync(_folder["out.mp4"]);
        Assert.Equal(0, (await TimedVideo.TimesAsync(_folder["out.mp4"]))[0], Tolerance);
        Assert.NotEmpty(beeps);
        Assert.All(beeps.Zip(heard), pair => Assert.Equal(pair.Second, pair.First, Tolerance));
    }

    [Fact]
    public async Task VideoToVideo_OfARateThatVaries_SaysHowManyPicturesWereLeftOut()
    {
        var result = await RestyleAsync(FieldFiles.Path("vfr_burst.mp4"));

        var times = await TimedVideo.TimesAsync(_folder["out.mp4"]);
        Assert.All(times.Select((time, i) => (time, i)), shown => Assert.Equal(shown.i / 8.0, shown.time, 0.001));
        Assert.Contains(
            result.Notes,
            note => note.StartsWith($"The rate of the video varies, so {times.Count} frames", StringComparison.Ordinal)
                && note.EndsWith(" were left out.", StringComparison.Ordinal));
    }

    private async Task<GenerationResult> RestyleAsync(string video)
    {
        var request = new VideoToVideo { Prompt = "a red circle", Seed = 1, Steps = 2, Strength = 0.5, Video = video };
        return await _generator.GenerateAsync(
            await _generator.PlanAsync(request, Tiny, Cancel), Tiny, new GenerationOutput(_folder["out.mp4"]), cancel: Cancel);
    }

    // Between each white picture and its beep.
    private async Task AssertDistancesAsync(string source, PostProcessing wanted)
    {
        await _generator.PostProcessAsync(source, wanted, new GenerationOutput(_folder["out.mp4"]), cancel: Cancel);

        var expected = await DistancesAsync(source);
        var actual = await DistancesAsync(_folder["out.mp4"]);
        Assert.Equal(2, expected.Count);
        Assert.Equal(2, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    private static async Task<IReadOnlyList<double>> DistancesAsync(string video)
    {
        var (flashes, beeps) = (await TimedVideo.FlashesAsync(video), await TimedVideo.BeepsAsync(video));
        return [.. flashes.Zip(beeps, (flash, beep) => beep - flash)];
    }
}
