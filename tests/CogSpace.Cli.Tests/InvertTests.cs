using System.Globalization;
using CogSpace.Weights;

namespace CogSpace.Cli.Tests;

/// <summary>A video walked to noise and regenerated, from file to file.</summary>
public sealed class InvertTests : IClassFixture<GeneratedClip>
{
    // Measured with ten steps: 25.6 dB, where the autoencoder alone has 30.6. What the noise decodes to has 7.9.
    private const double LeastPsnr = 23;
    private const int Steps = 10;

    private readonly GeneratedClip _clip;

    public InvertTests(GeneratedClip clip) => _clip = clip;

    [Fact]
    public async Task Invert_SamePrompt_GivesTheVideoBack()
    {
        using var folder = new TemporaryFolder();
        var run = await CliRun.StartAsync(
            "invert", "--video", _clip.Path, "--prompt", GeneratedClip.Prompt, "--steps", $"{Steps}", "--seed", "3",
            "--output", folder["remade.mp4"], "--output-inverted", folder["noise.mp4"], "--dump-latents",
            folder["walk.safetensors"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("Walking to noise", run.Error, StringComparison.Ordinal);

        var (source, remade, noise) = (
            await DecodedClip.ReadAsync(_clip.Path), await DecodedClip.ReadAsync(folder["remade.mp4"]),
            await DecodedClip.ReadAsync(folder["noise.mp4"]));
        Assert.Equal((source.Width, source.Height, source.Frames.Count), (remade.Width, remade.Height, remade.Frames.Count));
        Assert.Equal((source.Width, source.Height, source.Frames.Count), (noise.Width, noise.Height, noise.Frames.Count));
        double near = Psnr(source, remade),
            far = Psnr(source, noise);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"regenerated {near:0.0} dB, walked to noise {far:0.0} dB"));
        Assert.True(near >= LeastPsnr && near > far, $"regenerated {near} dB, walked to noise {far} dB");

        using (var file = SafetensorsFile.Open(folder["walk.safetensors"]))
        {
            Assert.Equal<long>([Steps, 1, 13, 8, 8, 12], file.Tensors["inverse"].Shape);
            Assert.Equal("3", file.Metadata["seed"]);
        }

        // The file's latents are those of the video: decoding them writes it again.
        var decoded = await CliRun.StartAsync(
            "vae", "decode", "--latents", folder["walk.safetensors"], "--output", folder["again.mp4"]);
        Assert.True(decoded.ExitCode == 0, decoded.Error);
        Assert.True(Psnr(remade, await DecodedClip.ReadAsync(folder["again.mp4"])) > 40);
    }

    [Fact]
    public async Task Invert_PartOfTheVideo_TakesThoseFrames()
    {
        using var folder = new TemporaryFolder();
        var run = await CliRun.StartAsync(
            "invert", "--video", _clip.Path, "--prompt", GeneratedClip.Prompt, "--steps", "2", "--guidance", "1", "--seed", "3",
            "--skip-start", "4", "--skip-end", "9", "--stride", "2", "--frames", "12", "--output", folder["remade.mp4"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("9 frames of the video were taken instead of 12", run.Error, StringComparison.Ordinal);
        var probe = await Programs.ProbeAsync(folder["remade.mp4"]);
        Assert.Equal(
            ("9", "4/1"), (probe.GetProperty("nb_read_frames").GetString(), probe.GetProperty("avg_frame_rate").GetString()));
    }

    [Theory]
    [InlineData(2, "No frames are left", "--skip-start", "60")]
    [InlineData(2, "cannot be skipped", "--skip-end", "-1")]
    [InlineData(2, "stride of 0", "--stride", "0")]
    [InlineData(2, "1 to 1000", "--steps", "0")]
    [InlineData(2, "0 to 100", "--guidance", "-1")]
    [InlineData(2, "18446744073709551615", "--seed", "18446744073709551616")]
    [InlineData(2, "multiple of 16", "--width", "100")]
    [InlineData(2, "use crop or stretch", "--fit", "squeeze")]
    [InlineData(2, "\"--strength\" is not known here", "--strength", "0.5")]
    [InlineData(2, "For a video choose a model for text to video", "--model", "cogspace-tiny-i2v")]
    [InlineData(1, "no model \"nothing-like-it\"", "--model", "nothing-like-it")]
    public async Task Invert_ImpossibleOption_SaysSo(int exitCode, string says, params string[] options) =>
        await AssertRefusedAsync(exitCode, says, ["--video", _clip.Path, "--prompt", GeneratedClip.Prompt, .. options]);

    [Fact]
    public async Task Invert_NoVideo_ExitsWith2() => await AssertRefusedAsync(2, "--video", "--prompt", GeneratedClip.Prompt);

    [Fact]
    public async Task Invert_MissingFile_ExitsWith1() =>
        await AssertRefusedAsync(1, "no such file", "--video", "none.mp4", "--prompt", GeneratedClip.Prompt);

    [Fact]
    public async Task Invert_NotAVideo_ExitsWith1() =>
        await AssertRefusedAsync(
            1, "Cannot read", "--video", Path.Combine(Repository.Root, "README.md"), "--prompt", GeneratedClip.Prompt);

    [Fact]
    public async Task Invert_OutputInMissingFolder_SaysSoBeforeAnyWork()
    {
        using var folder = new TemporaryFolder();
        var run = await CliRun.StartAsync(
            "invert", "--video", _clip.Path, "--prompt", GeneratedClip.Prompt, "--output", folder["a.mp4"],
            "--output-inverted", folder["no/such/b.mp4"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("there is no folder", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Reading", run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    private static double Psnr(DecodedClip expected, DecodedClip actual) =>
        DecodedClip.Psnr([.. expected.Frames.SelectMany(frame => frame)], [.. actual.Frames.SelectMany(frame => frame)]);

    private static async Task AssertRefusedAsync(int exitCode, string says, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var run = await CliRun.StartAsync(["invert", "--output", folder["out.mp4"], .. options]);
        Assert.True(
            run.ExitCode == exitCode && run.Error.Contains(says, StringComparison.Ordinal),
            $"exit code {run.ExitCode}, said: {run.Error}{run.Output}");
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }
}
