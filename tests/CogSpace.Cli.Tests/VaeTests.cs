using System.Globalization;
using CogSpace.Weights;

namespace CogSpace.Cli.Tests;

/// <summary>The autoencoder by itself, from file to file.</summary>
public sealed class VaeTests : IClassFixture<GeneratedClip>, IDisposable
{
    // Measured: 30.6 dB for the clip and 29.3 for one picture of it, in bfloat16 as in float32.
    // A wrong scale, range or order of channels costs more than 10 of them.
    private const double LeastPsnr = 28;

    private readonly TemporaryFolder _folder = new();
    private readonly GeneratedClip _clip;

    public VaeTests(GeneratedClip clip) => _clip = clip;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--dtype", "float32")]
    [InlineData("--dtype", "bfloat16", "--sample", "--seed", "4")]
    public async Task RoundTrip_SaysHowCloseItComes(params string[] options)
    {
        var run = await CliRun.StartAsync([
            "vae",
            "roundtrip",
            "--video",
            _clip.Path,
            "--output",
            _folder["out.mp4"],
            .. options,
        ]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.InRange(Decibels(run), LeastPsnr, 60);

        var (source, result) = (await DecodedClip.ReadAsync(_clip.Path), await DecodedClip.ReadAsync(_folder["out.mp4"]));
        Assert.Equal((source.Width, source.Height, source.Frames.Count), (result.Width, result.Height, result.Frames.Count));
    }

    [Fact]
    public async Task RoundTrip_Picture_SaysHowCloseItComes()
    {
        await Programs.RunAsync("ffmpeg", "-v", "error", "-i", _clip.Path, "-frames:v", "1", _folder["in.png"]);
        var run = await CliRun.StartAsync("vae", "roundtrip", "--image", _folder["in.png"], "--output", _folder["out.mp4"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("1 frame of 96 x 64", run.Error, StringComparison.Ordinal);
        Assert.InRange(Decibels(run), LeastPsnr - 2, 60);
    }

    [Fact]
    public async Task RoundTrip_OtherSizeAndFewerFrames_ComesOutInThem()
    {
        var run = await CliRun.StartAsync(
            "vae", "roundtrip", "--video", _clip.Path, "--width", "72", "--height", "40", "--frames", "12", "--tiling",
            "--output", _folder["out.mp4"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("9 frames were taken instead of 12", run.Error, StringComparison.Ordinal);
        var result = await DecodedClip.ReadAsync(_folder["out.mp4"]);
        Assert.Equal((72, 40, 9), (result.Width, result.Height, result.Frames.Count));
    }

    [Fact]
    public async Task Encode_Decode_GivesTheVideoBack()
    {
        var encoded = await CliRun.StartAsync("vae", "encode", "--video", _clip.Path, "--output", _folder["latents.safetensors"]);
        Assert.True(encoded.ExitCode == 0, encoded.Error);
        using (var file = SafetensorsFile.Open(_folder["latents.safetensors"]))
        {
            Assert.Equal<long>([1, 13, 8, 8, 12], file.Tensors["latents"].Shape);
            Assert.Equal("8", file.Metadata["frames_per_second"]);
        }

        var decoded = await CliRun.StartAsync(
            "vae", "decode", "--latents", _folder["latents.safetensors"], "--output", _folder["out.mp4"]);
        Assert.True(decoded.ExitCode == 0, decoded.Error);
        Assert.Equal("8/1", (await Programs.ProbeAsync(_folder["out.mp4"])).GetProperty("avg_frame_rate").GetString());
        var (source, result) = (await DecodedClip.ReadAsync(_clip.Path), await DecodedClip.ReadAsync(_folder["out.mp4"]));
        Assert.InRange(
            DecodedClip.Psnr([.. source.Frames.SelectMany(frame => frame)], [.. result.Frames.SelectMany(frame => frame)]),
            LeastPsnr, 60);
    }

    [Fact]
    public async Task Decode_WhatGenerateKept_WritesTheSameVideo()
    {
        var made = await CliRun.StartAsync(
            "generate", "--prompt", GeneratedClip.Prompt, "--seed", "5", "--steps", "3", "--frames", "9", "--dtype",
            "float32", "--output", _folder["made.mp4"], "--dump-latents", _folder["made.safetensors"]);
        Assert.True(made.ExitCode == 0, made.Error);
        var decoded = await CliRun.StartAsync(
            "vae", "decode", "--latents", _folder["made.safetensors"], "--dtype", "float32", "--output",
            _folder["decoded.mp4"]);
        Assert.True(decoded.ExitCode == 0, decoded.Error);
        Assert.Equal(
            (await DecodedClip.ReadAsync(_folder["made.mp4"])).Frames,
            (await DecodedClip.ReadAsync(_folder["decoded.mp4"])).Frames
        ); // the files differ by the recipe that one of them carries
    }

    [Theory]
    [InlineData("encode")]
    [InlineData("roundtrip")]
    public async Task Encoding_WithoutOneSource_ExitsWith2(string command)
    {
        await AssertRefusedAsync(2, "one of them", command);
        await AssertRefusedAsync(2, "one of them", command, "--video", _clip.Path, "--image", "a.png");
    }

    [Theory]
    [InlineData("multiple of 8", "--width", "100")]
    [InlineData("up to 4096", "--height", "8192")]
    [InlineData("choose 1 or more", "--frames", "0")]
    [InlineData("goes with --sample", "--seed", "3")]
    [InlineData("18446744073709551615", "--sample", "--seed", "-2")]
    [InlineData("bfloat16 or float32", "--dtype", "float16", "--device", "cpu")]
    [InlineData("cogspace vae encode --help", "--colour", "red")]
    public async Task Encode_ImpossibleOption_ExitsWith2(string says, params string[] options) =>
        await AssertRefusedAsync(2, says, ["encode", "--video", _clip.Path, .. options]);

    [Theory]
    [InlineData("no such file", "--video", "none.mp4")]
    [InlineData("no such file", "--image", "none.png")]
    public async Task Encode_MissingFile_ExitsWith1(string says, params string[] options) =>
        await AssertRefusedAsync(1, says, ["encode", .. options]);

    [Fact]
    public async Task RoundTrip_NotAVideo_ExitsWith1() =>
        await AssertRefusedAsync(1, "Cannot read", "roundtrip", "--video", Path.Combine(Repository.Root, "README.md"));

    /// <summary>As CogVideo's cli_vae_demo.py writes encoded.pt: half floats, alone, (1, C, F, H, W).</summary>
    [Fact]
    public async Task Decode_TensorOfTheDemo_WritesAVideo()
    {
        byte[] pickle = PickleText
            .Begin.Tensor("HalfStorage", "0", 8 * 3 * 8 * 12, 0, [1, 8, 3, 8, 12], [2304, 288, 96, 12, 1])
            .End();
        File.WriteAllBytes(_folder["encoded.pt"], TorchFiles.Zip(pickle, ("0", new byte[2 * 8 * 3 * 8 * 12])));
        var decoded = await CliRun.StartAsync(
            "vae", "decode", "--latents", _folder["encoded.pt"], "--output", _folder["out.mp4"]);

        Assert.True(decoded.ExitCode == 0, decoded.Error);
        Assert.Equal(9, (await DecodedClip.ReadAsync(_folder["out.mp4"])).Frames.Count);
    }

    [Fact]
    public async Task Decode_WrongFiles_SaysSo()
    {
        await AssertRefusedAsync(1, "does not exist", "decode", "--latents", "none.safetensors");
        await AssertRefusedAsync(1, "not a safetensors file", "decode", "--latents", _clip.Path);
        await AssertRefusedAsync(
            2, "no tensor of the name", "decode", "--latents",
            Path.Combine(Repository.TinyModel, "vae", "diffusion_pytorch_model.safetensors"));

        using var other = new TemporaryFolder();
        SafetensorsWriter.Write(other["a.safetensors"], [("latents", ElementType.F32, [1, 1, 16, 1, 1], new byte[64])]);
        await AssertRefusedAsync(2, "(1, frames, 8, height, width)", "decode", "--latents", other["a.safetensors"]);
    }

    [Fact]
    public async Task Decode_ImpossibleRate_ExitsWith2() =>
        await AssertRefusedAsync(2, "at most 1000", "decode", "--latents", "a.safetensors", "--fps", "0");

    [Fact]
    public async Task Encode_OutputInMissingFolder_ExitsWith1()
    {
        var run = await CliRun.StartAsync("vae", "encode", "--video", _clip.Path, "--output", _folder["no/such/a.safetensors"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("there is no folder", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Loading", run.Error, StringComparison.Ordinal);
    }

    private static double Decibels(CliRun run)
    {
        Assert.StartsWith("PSNR ", run.Output, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        return double.Parse(run.Output.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private async Task AssertRefusedAsync(int exitCode, string says, params string[] options)
    {
        var run = await CliRun.StartAsync(["vae", .. options, "--output", _folder["out.mp4"]]);
        Assert.True(
            run.ExitCode == exitCode && run.Error.Contains(says, StringComparison.Ordinal),
            $"exit code {run.ExitCode}, said: {run.Error}{run.Output}");
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }
}
