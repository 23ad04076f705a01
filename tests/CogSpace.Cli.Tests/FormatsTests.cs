using System.Runtime.Versioning;
using CogSpace.Generation;
using CogSpace.PostProcess.Media;

namespace CogSpace.Cli.Tests;

/// <summary>cogspace generate --gif --webm --webp, and --recipe.</summary>
[SupportedOSPlatform("linux")]
public sealed class FormatsTests : IDisposable
{
    private static readonly string[] Small =
    [
        "--prompt",
        "a red circle moves up on a white background",
        "--seed",
        "1",
        "--steps",
        "1",
        "--frames",
        "9",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
    }

    [Fact]
    public async Task Generate_EveryFormat_OfAnUpscaledClip()
    {
        var run = await RunAsync([
            "generate",
            .. Small,
            "--upscale",
            "--interpolate",
            "--gif",
            "--webm",
            "--webp",
            "--output",
            _folder["clip.mp4"],
        ]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["clip.gif", "clip.mp4", "clip.webm", "clip.webp"], _folder.Names.Order(StringComparer.Ordinal));

        const double Seconds = 17 / 16.0;
        foreach (var (name, codec) in new[] { ("clip.mp4", "h264"), ("clip.webm", "vp9"), ("clip.gif", "gif") })
        {
            var stream = await Programs.ProbeAsync(_folder[name]);
            string Says(string entry) => stream.GetProperty(entry).GetString()!;
            Assert.Equal(
                (codec, "17", 384, 256),
                (
                    Says("codec_name"), Says("nb_read_frames"), stream.GetProperty("width").GetInt32(),
                    stream.GetProperty("height").GetInt32())
            );
            if (name == "clip.gif")
                continue;
            Assert.Equal(("16/1", "yuv420p", "tv"), (Says("r_frame_rate"), Says("pix_fmt"), Says("color_range")));
            Assert.Equal(("bt709", "bt709", "bt709"), (Says("color_space"), Says("color_primaries"), Says("color_transfer")));
        }

        var shown = await Programs.DurationsAsync(_folder["clip.gif"]);
        Assert.Equal([0.06, 0.07], shown.Distinct().Order());
        Assert.InRange(shown.Sum(), Seconds - 0.01, Seconds + 0.01);
        var webp = AnimatedWebp.Read(_folder["clip.webp"]);
        Assert.Equal((384, 256, 0), (webp.Width, webp.Height, webp.Loops));
        Assert.InRange(webp.Milliseconds.Count, 9, 17);      // neighbours that are the same become one that is shown longer
        Assert.InRange(webp.Milliseconds.Sum(), (1000 * Seconds) - 2, (1000 * Seconds) + 2);

        string mp4 = (await RunAsync("inspect", _folder["clip.mp4"])).Output,
            webm = (await RunAsync("inspect", _folder["clip.webm"])).Output;
        foreach (
            string says in new[]
            {
                "17 frames of 384 x 256 at 16 per second",
                "AI-generated",
                "cogspace-tiny",
                "upscaled 4 times by realesr-tiny-x4.pth",
                "interpolated 2 times by flownet.pkl",
            }
        )
            Assert.Contains(says, mp4, StringComparison.Ordinal);
        Assert.Equal(mp4.Split('\n')[1..], webm.Split('\n')[1..]);
    }

    [Fact]
    public async Task Generate_OneFrame_InEveryForm()
    {
        var run = await RunAsync(["generate", .. Small[..^1], "1", "--gif", "--webm", "--webp", "--output", _folder["clip.mp4"]]);

        Assert.True(run.ExitCode == 0, run.Error);
        foreach (string name in new[] { "clip.mp4", "clip.webm", "clip.gif" })
            Assert.True(
                int.Parse(
                    (await Programs.ProbeAsync(_folder[name])).GetProperty("nb_read_frames").GetString()!,
                    System.Globalization.CultureInfo.InvariantCulture) > 0
            );
        Assert.Equal(4, _folder.Names.Count());
    }

    [Fact]
    public async Task Generate_GifInThePlaceOfTheMp4_ExitsWith2()
    {
        var run = await RunAsync(["generate", .. Small, "--gif", "--output", _folder["clip.gif"]]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the same file", run.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task Generate_DiskIsFullAtTheGif_KeepsTheMp4AndNothingElse()
    {
        string programs = Directory.CreateDirectory(_folder["programs"]).FullName;
        string real = Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(folder => Path.Combine(folder, "ffmpeg"))
            .First(File.Exists);
        ScriptFile.Write(
            Path.Combine(programs, "ffmpeg"),
            $"#!/bin/sh\ncase \"$*\" in *paletteuse*) echo 'No space left on device' >&2; exit 1;; esac\nexec {real} \"$@\"\n");

        var run = await CliRun.StartProcessAsync(
            new Dictionary<string, string> { ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}" },
            ["generate", .. Small, "--gif", "--output", _folder["clip.mp4"]]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Cannot write {_folder["clip.gif"]}: the disk is full.", run.Error, StringComparison.Ordinal);
        Assert.Equal(["clip.mp4", "programs"], _folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Recipe_AloneMakesTheSameVideo_AndOptionsWin()
    {
        Assert.Equal(
            0,
            (
                await RunAsync([
                    "generate",
                    .. Small,
                    "--negative-prompt",
                    "-blue=1",
                    "--guidance",
                    "4.5",
                    "--scheduler",
                    "ddim",
                    "--spacing",
                    "leading",
                    "--upscale",
                    "--upscaler",
                    "lanczos-2x",
                    "--interpolate",
                    "--output",
                    _folder["a.mp4"],
                ])
            ).ExitCode
        );

        var run = await RunAsync("generate", "--recipe", _folder["a.mp4"], "--output", _folder["b.mp4"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(await File.ReadAllBytesAsync(_folder["a.mp4"]), await File.ReadAllBytesAsync(_folder["b.mp4"]));

        run = await RunAsync(
            "generate", "--recipe", _folder["a.mp4"], "--prompt", "a blue ring", "--seed", "2", "--upscale", "false",
            "--output", _folder["c.mp4"]);
        Assert.True(run.ExitCode == 0, run.Error);
        string says = (await RunAsync("inspect", _folder["c.mp4"])).Output;
        foreach (
            string part in new[]
            {
                "a blue ring",
                "-blue=1",
                " 2\n",
                "4.5",
                "DDIM, leading",
                "interpolated 2 times",
                "17 frames of 96 x 64 at 16",
            }
        )
            Assert.Contains(part, says, StringComparison.Ordinal);
        Assert.DoesNotContain("upscaled", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_ModelWithAnotherScheduler_TakesThePresets()
    {
        string model = _folder["model"];
        foreach (string file in Directory.EnumerateFiles(Repository.TinyModel, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(model, Path.GetRelativePath(Repository.TinyModel, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        string index = Path.Combine(model, "model_index.json");
        File.WriteAllText(index, File.ReadAllText(index).Replace("CogVideoXDPMScheduler", "CogVideoXDDIMScheduler"));

        var run = await RunAsync(["generate", .. Small, "--model", model, "--output", _folder["a.mp4"]]);

        Assert.True(run.ExitCode == 0, run.Error);
        var recipe = await RecipeAsync("a.mp4");
        Assert.Equal(("DPM", 6, true), (recipe.Scheduler, recipe.Request.Guidance, recipe.Request.DynamicGuidance));
    }

    [Fact]
    public async Task Preset_GoesBeforeTheRecipe_AndOptionsBeforeBoth()
    {
        Assert.Equal(
            0,
            (
                await RunAsync([
                    "generate",
                    .. Small,
                    "--guidance",
                    "4.5",
                    "--scheduler",
                    "ddim",
                    "--spacing",
                    "leading",
                    "--step-cache",
                    "0.1",
                    "--dtype",
                    "float32",
                    "--output",
                    _folder["a.mp4"],
                ])
            ).ExitCode
        );

        var run = await RunAsync(
            "generate", "--recipe", _folder["a.mp4"], "--preset", "--steps", "3", "--output", _folder["b.mp4"]);
        Assert.True(run.ExitCode == 0, run.Error);
        var (before, after) = (await RecipeAsync("a.mp4"), await RecipeAsync("b.mp4"));
        Assert.Equal(
            ((SchedulerKind?)SchedulerKind.Ddim, (TimestepSpacing?)TimestepSpacing.Leading, 4.5, (bool?)false),
            (before.Request.Scheduler, before.Request.Spacing, before.Request.Guidance, before.Request.DynamicGuidance));
        Assert.Equal(
            before with
            {
                Request = before.Request with
                {
                    Scheduler = SchedulerKind.Dpm,
                    Spacing = null,
                    Guidance = 6,
                    DynamicGuidance = true,
                    Steps = 3,
                },
            },
            after
        );
    }

    [Fact]
    public async Task Recipe_OfAnOddNumberOfFrames_AsksForWhatWasAskedFor()
    {
        Assert.Equal(0, (await RunAsync(["generate", .. Small[..^1], "5", "--output", _folder["a.mp4"]])).ExitCode);
        var run = await RunAsync("generate", "--recipe", _folder["a.mp4"], "--output", _folder["b.mp4"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(await File.ReadAllBytesAsync(_folder["a.mp4"]), await File.ReadAllBytesAsync(_folder["b.mp4"]));
    }

    [Fact]
    public async Task Recipe_OfAVideoFromAVideo_WantsIt_AndKeepsItsSound()
    {
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=16", "-f", "lavfi", "-i",
            "sine=frequency=440", "-t", "3", "-pix_fmt", "yuv420p", "-c:a", "aac", _folder["in.mp4"]);
        Assert.Equal(
            0,
            (
                await RunAsync(
                    "generate", "--video", _folder["in.mp4"], "--strength", "0.5", "--prompt", "a red circle", "--seed", "1",
                    "--steps", "2", "--frames", "9", "--interpolate", "--output", _folder["a.mp4"])
            ).ExitCode
        );

        var (streams, format) = await Programs.ProbeAllAsync(_folder["a.mp4"]);
        Assert.Equal(["h264", "aac"], streams.Select(stream => stream.GetProperty("codec_name").GetString()));
        double rate = streams[0].GetProperty("r_frame_rate").GetString() == "16/1" ? 8 : 16;
        Assert.InRange(
            double.Parse(format.GetProperty("duration").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            8 / rate, (9 / rate) + 0.03);

        var run = await RunAsync("generate", "--recipe", _folder["a.mp4"], "--output", _folder["b.mp4"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("give it with --video", run.Error, StringComparison.Ordinal);

        run = await RunAsync(
            "generate", "--recipe", _folder["a.mp4"], "--video", _folder["in.mp4"], "--output", _folder["b.mp4"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("another file", run.Error, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(_folder["a.mp4"]), await File.ReadAllBytesAsync(_folder["b.mp4"]));
    }

    [Fact]
    public async Task Generate_FromAVideo_WhoseSoundIsDamaged_GoesOnWithoutIt()
    {
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=8", "-f", "lavfi", "-i",
            "sine=frequency=440", "-t", "2", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le", _folder["in.mkv"]);
        byte[] file = await File.ReadAllBytesAsync(_folder["in.mkv"]);
        "A_XXX"u8.CopyTo(file.AsSpan(file.AsSpan().IndexOf("A_PCM"u8)));        // of a kind that nobody knows
        await File.WriteAllBytesAsync(_folder["in.mkv"], file);
        var run = await RunAsync(
            "generate", "--video", _folder["in.mkv"], "--prompt", "a red circle", "--seed", "1", "--steps", "2", "--frames",
            "9", "--output", _folder["a.mp4"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("Left out: sound (und).", run.Error, StringComparison.Ordinal);
        Assert.Equal("h264", (await Programs.ProbeAsync(_folder["a.mp4"])).GetProperty("codec_name").GetString());
    }

    [Fact]
    public async Task Recipe_NamesALoraThatIsNotHere_SaysSo()
    {
        const string Recipe =
            """{"aiGenerated":true,"prompt":"p","negativePrompt":"","model":"cogspace-tiny","seed":7,"steps":1,"guidance":6""" +
            ""","dynamicGuidance":true,"scheduler":"DPM","frames":9,"width":96,"height":64,"framesPerSecond":8""" +
            ""","type":"bfloat16","device":"cpu","loras":[{"file":"style.safetensors","scale":1,"sha256":"00"}]}""";
        await MakeAsync(Recipe);
        await AssertRefusedAsync(1, "the LoRA style.safetensors, which is not in");

        await MakeAsync(
            Recipe.Replace(
                "\"loras\":[{\"file\":\"style.safetensors\",\"scale\":1,\"sha256\":\"00\"}]",
                "\"enhancement\":{\"upscaler\":{\"file\":\"x4.pth\",\"factor\":4,\"sha256\":\"00\"}," +
                "\"result\":{\"width\":384,\"height\":256,\"frames\":9,\"framesPerSecond\":8}}",
                StringComparison.Ordinal
            )
        );
        await AssertRefusedAsync(1, "the weights x4.pth, which are not installed in");

        await MakeAsync(
            Recipe
                .Replace("DPM", "Euler", StringComparison.Ordinal)
                .Replace("\"loras\"", "\"other\"", StringComparison.Ordinal)
        );
        await AssertRefusedAsync(2, "cannot be used");

        await MakeAsync(Recipe.Replace("\"steps\"", "\"task\":\"inversion\",\"steps\"", StringComparison.Ordinal));
        await AssertRefusedAsync(2, "cogspace invert");

        await MakeAsync("a comment");
        await AssertRefusedAsync(2, "carries no recipe");
    }

    private static Task<CliRun> RunAsync(params string[] words) =>
        CliRun.StartAsync(words);

    private async Task MakeAsync(string comment) =>
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=8", "-frames:v", "2", "-metadata",
            $"comment={comment}", "-y", _folder["a.mp4"]);

    private async Task AssertRefusedAsync(int exitCode, string says)
    {
        var run = await RunAsync("generate", "--recipe", _folder["a.mp4"], "--output", _folder["b.mp4"]);

        Assert.True(
            run.ExitCode == exitCode && run.Error.Contains(says, StringComparison.Ordinal),
            $"exit code {run.ExitCode}, said: {run.Error}");
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(["a.mp4"], _folder.Names);
    }

    private async Task<Recipe> RecipeAsync(string file) =>
        RecipeTags.Read(
            await new VideoReader(new ReadingOptions()).ReadTagsAsync(_folder[file], TestContext.Current.CancellationToken))!;
}
