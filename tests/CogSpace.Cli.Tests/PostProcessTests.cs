using System.Globalization;

namespace CogSpace.Cli.Tests;

/// <summary>cogspace upscale, interpolate and convert onnx, and the same within cogspace generate.</summary>
public sealed class PostProcessTests : IDisposable
{
    private const int Width = 48, Height = 32, Frames = 5;

    private static readonly string Flownet = Path.Combine(Repository.Models, "rife-tiny", "flownet.pkl");

    private static readonly string Upscaler = Path.Combine(Repository.Models, "realesrgan-tiny", "realesr-tiny-x4.pth");

    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Frames)]
    public async Task Upscale_WritesFourTimesTheSize(int frames)
    {
        await MakeClipAsync(frames);
        var run = await RunAsync("upscale", _folder["in.mp4"], "--output", _folder["out.mp4"], "--tile", "32");

        Assert.True(run.ExitCode == 0, run.Error);
        await AssertVideoAsync(4 * Width, 4 * Height, frames, "8/1");
        Assert.Equal(1, run.Error.Split('\n').Count(line => line == "Upscaling"));
    }

    [Fact]
    public async Task Upscale_Lanczos_NeedsNoWeights()
    {
        await MakeClipAsync(Frames);
        var run = await RunAsync("upscale", _folder["in.mp4"], "--weights", "lanczos", "--output", _folder["out.mp4"]);

        Assert.True(run.ExitCode == 0, run.Error);
        await AssertVideoAsync(4 * Width, 4 * Height, Frames, "8/1");
    }

    [Theory]
    [InlineData(2, Frames, 9, "16/1")]
    [InlineData(4, Frames, 17, "32/1")]
    [InlineData(2, 1, 1, "16/1")]
    public async Task Interpolate_WritesFramesBetweenFrames(int factor, int frames, int expected, string rate)
    {
        await MakeClipAsync(frames);
        var run = await RunAsync(
            "interpolate", _folder["in.mp4"], "--factor", factor.ToString(CultureInfo.InvariantCulture), "--weights", Flownet,
            "--output", _folder["out.mp4"]);

        Assert.True(run.ExitCode == 0, run.Error);
        await AssertVideoAsync(Width, Height, expected, rate);
    }

    [Fact]
    public async Task Generate_UpscaleAndInterpolate_WritesLargeAndSmoothVideo()
    {
        var run = await RunAsync(
            "generate", "--prompt", "a red circle moves up on a white background", "--seed", "1", "--steps", "1", "--frames",
            "9", "--upscale", "--interpolate", "--output", _folder["out.mp4"]);

        Assert.True(run.ExitCode == 0, run.Error);
        await AssertVideoAsync(384, 256, 17, "16/1");
        Assert.Contains("17 frames of 384 x 256 at 16 per second", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("upscale", "8/1", 12, "--tile", "32")]
    [InlineData("interpolate", "16/1", 23, "--weights", "flownet")]
    public async Task Sound_IsKept(string command, string rate, int frames, params string[] options)
    {
        await MakeClipWithSoundAsync(seconds: 1.5);
        var run = await RunAsync([
            command,
            _folder["in.mp4"],
            "--output",
            _folder["out.mp4"],
            "--webm",
            .. options.Select(word => word == "flownet" ? Flownet : word),
        ]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("Note", run.Error, StringComparison.Ordinal);
        var (streams, format) = await Programs.ProbeAllAsync(_folder["out.mp4"]);
        Assert.Equal(["h264", "aac"], streams.Select(stream => stream.GetProperty("codec_name").GetString()));
        Assert.Equal(
            (rate, $"{frames}"),
            (streams[0].GetProperty("r_frame_rate").GetString(), streams[0].GetProperty("nb_read_frames").GetString()));
        Assert.InRange(
            double.Parse(format.GetProperty("duration").GetString()!, CultureInfo.InvariantCulture), 1.5 - 0.125, 1.5 + 0.03);
        Assert.Equal(
            ["vp9", "opus"],
            (await Programs.ProbeAllAsync(_folder["out.webm"])).Streams.Select(stream =>
                stream.GetProperty("codec_name").GetString()
            )
        );
        Assert.Equal(["in.mp4", "out.mp4", "out.webm"], _folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PostProcess_AVideoMadeHere_KeepsItsRecipe()
    {
        Assert.Equal(
            0,
            (
                await RunAsync(
                    "generate", "--prompt", "a red circle", "--seed", "1", "--steps", "1", "--frames", "9", "--output",
                    _folder["in.mp4"])
            ).ExitCode
        );
        Assert.Equal(
            0,
            (await RunAsync("upscale", _folder["in.mp4"], "--weights", "lanczos", "--output", _folder["large.mp4"])).ExitCode);
        var run = await RunAsync("interpolate", _folder["large.mp4"], "--output", _folder["out.mp4"]);
        Assert.True(run.ExitCode == 0, run.Error);

        string says = (await RunAsync("inspect", _folder["out.mp4"])).Output;
        foreach (
            string part in new[]
            {
                "AI-generated",
                "a red circle",
                "9 of 96 x 64 at 8",
                "upscaled 4 times by lanczos, interpolated 2 times by flownet.pkl",
                "17 frames of 384 x 256 at 16",
            }
        )
            Assert.Contains(part, says, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("upscale", 64, 64)]
    [InlineData("interpolate", 16, 16)]
    public async Task Frames_SmallerThanATileOrWhatANetworkTakes_AreNoTrouble(string command, int width, int height)
    {
        await MakeClipAsync(2, 16, 16);
        var run = await RunAsync(command, _folder["in.mp4"], "--output", _folder["out.mp4"]);

        Assert.True(run.ExitCode == 0, run.Error);
        await AssertVideoAsync(width, height, command == "upscale" ? 2 : 3, command == "upscale" ? "8/1" : "16/1");
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("cut off")]
    public async Task Generate_DamagedWeights_OneSentenceAndNothingWritten(string damage)
    {
        byte[] weights = await File.ReadAllBytesAsync(Upscaler);
        if (damage == "NaN")
            // in the middle of the tensors, which are stored as they are
            Array.Fill(weights, byte.MaxValue, weights.Length / 2, 64);
        await File.WriteAllBytesAsync(_folder["x4.pth"], damage == "NaN" ? weights : weights[..(weights.Length / 2)]);

        var run = await RunAsync(
            "generate", "--prompt", "a red circle", "--seed", "1", "--steps", "1", "--frames", "9", "--upscale", "--upscaler",
            _folder["x4.pth"], "--gif", "--output", _folder["out.mp4"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("x4.pth", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Denoising", run.Error, StringComparison.Ordinal);
        Assert.Equal(["x4.pth"], _folder.Names);
    }

    [Theory]
    [InlineData("upscale", 5000, 300, "20000 x 1200 pixels are too many, 16384 on a side are the most")]
    [InlineData("upscale", 20000, 1, "20000 x 1 pixels")]
    public async Task Frames_ThatNoVideoCanHave_AreRefusedBeforeTheWork(string command, int width, int height, string says)
    {
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"color=size={width}x{height}:rate=8,format=rgb24", "-frames:v",
            "2", _folder["in.gif"]);
        var run = await RunAsync(command, _folder["in.gif"], "--output", _folder["out.mp4"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Upscaling", run.Error, StringComparison.Ordinal);
        Assert.Equal(["in.gif"], _folder.Names);
    }

    [Theory]
    [InlineData(97, 63, 98, 64)]
    [InlineData(96, 63, 96, 64)]
    public async Task Interpolate_AnOddSize_ShowsTheLastColumnAndRowTwice(int width, int height, int madeWidth, int madeHeight)
    {
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"testsrc=size={width}x{height}:rate=10", "-frames:v", "2",
            _folder["in.gif"]);
        var run = await RunAsync("interpolate", _folder["in.gif"], "--weights", Flownet, "--output", _folder["out.mp4"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"{width} x {height} became {madeWidth} x {madeHeight}", run.Error, StringComparison.Ordinal);
        await AssertVideoAsync(madeWidth, madeHeight, 3, "20/1");
    }

    [Fact]
    public async Task ConvertOnnx_WritesAFileAndSaysWhatItIs()
    {
        var run = await RunAsync("convert", "onnx", Flownet, "--half", "--output", _folder["rife.onnx"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("RIFE HDv3 (IFNet), 24 channels, 224,072 numbers", run.Error, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(_folder["rife.onnx"]).Length, 300_000, 600_000);
    }

    [Theory]
    [InlineData(1, "there is no", "upscale", "none.mp4", "--output", "out.mp4")]
    [InlineData(1, "there is no folder", "upscale", "in.mp4", "--output", "no/out.mp4")]
    [InlineData(1, "weights for upscaling are needed", "upscale", "in.mp4", "--weights", "flownet", "--output", "out.mp4")]
    [InlineData(
        1, "There are no weights \"none\" for upscaling", "upscale", "in.mp4", "--weights", "none", "--output", "out.mp4")]
    [InlineData(1, "understood are", "upscale", "in.mp4", "--weights", "other.pth", "--output", "out.mp4")]
    [InlineData(
        1, "weights for interpolation are needed", "interpolate", "in.mp4", "--weights", "upscaler", "--output", "out.mp4")]
    [InlineData(1, "understood are", "convert", "onnx", "other.pth", "--output", "out.onnx")]
    [InlineData(1, "there is no folder", "convert", "onnx", "flownet", "--output", "no/out.mp4")]
    [InlineData(2, "choose 2 or 4", "interpolate", "in.mp4", "--factor", "3", "--output", "out.mp4")]
    [InlineData(2, "choose 32 to 4096", "upscale", "in.mp4", "--tile", "8", "--output", "out.mp4")]
    [InlineData(2, "is not a valid device", "upscale", "in.mp4", "--device", "tpu", "--output", "out.mp4")]
    [InlineData(1, "this ONNX Runtime computes on", "upscale", "in.mp4", "--device", "cuda", "--output", "out.mp4")]
    [InlineData(2, "cogspace interpolate --help", "interpolate", "in.mp4")]
    [InlineData(2, "choose 2 or 4", "generate", "--prompt", "a red circle", "--interpolate", "5", "--output", "out.mp4")]
    [InlineData(
        2, "--upscaler names weights for --upscale: give both.",
        "generate", "--prompt", "a red circle", "--upscaler", "lanczos", "--output", "out.mp4")]
    [InlineData(
        2, "--interpolator names weights for --interpolate: give both.",
        "generate", "--prompt", "a red circle", "--interpolator", "rife", "--output", "out.mp4")]
    public async Task BadInput_OneSentenceAndNothingWritten(int exitCode, string says, params string[] words)
    {
        await MakeClipAsync(2);
        File.WriteAllBytes(
            _folder["other.pth"],
            TorchFiles.Zip(
                PickleText.Begin.Dictionary(("w", p => p.Tensor("FloatStorage", "0", 1, 0, [1], [1]))).End(),
                ("0", [0, 0, 0, 0]))
        );
        string[] files = ["none.mp4", "in.mp4", "out.mp4", "out.onnx", "no/out.mp4", "other.pth"];
        var before = _folder.Names.Order(StringComparer.Ordinal).ToList();

        var run = await RunAsync([
            .. words.Select(word =>
                word == "flownet" ? Flownet
                : word == "upscaler" ? Upscaler
                : files.Contains(word) ? _folder[word]
                : word
            ),
        ]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        string last = Assert.Single(run.Error.TrimEnd().Split('\n'), line => line.Contains(says, StringComparison.Ordinal));
        Assert.EndsWith(last, run.Error.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(before, _folder.Names.Order(StringComparer.Ordinal));
    }

    private static Task<CliRun> RunAsync(params string[] words) =>
        CliRun.StartAsync(words);

    private async Task MakeClipWithSoundAsync(double seconds) =>
        await DrawnFiles.DrawAsync(
            _folder["in.mp4"], "-i", $"testsrc2=size={Width}x{Height}:rate=8", "-f", "lavfi", "-i", "sine=frequency=440", "-t",
            seconds.ToString(CultureInfo.InvariantCulture), "-pix_fmt", "yuv420p", "-c:a", "aac");

    private async Task MakeClipAsync(int frames, int width = Width, int height = Height) =>
        await DrawnFiles.DrawAsync(
            _folder["in.mp4"], "-i", $"testsrc2=size={width}x{height}:rate=8", "-frames:v",
            frames.ToString(CultureInfo.InvariantCulture), "-pix_fmt", "yuv420p");

    private async Task AssertVideoAsync(int width, int height, int frames, string rate)
    {
        var stream = await Programs.ProbeAsync(_folder["out.mp4"]);
        Assert.Equal((width, height), (stream.GetProperty("width").GetInt32(), stream.GetProperty("height").GetInt32()));
        Assert.Equal(frames.ToString(CultureInfo.InvariantCulture), stream.GetProperty("nb_read_frames").GetString());
        Assert.Equal(rate, stream.GetProperty("r_frame_rate").GetString());
    }
}
