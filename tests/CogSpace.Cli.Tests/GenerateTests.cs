using System.Globalization;

namespace CogSpace.Cli.Tests;

/// <summary>The main job, from the command line to the picture: the clips show what their prompts say.</summary>
public sealed class GenerateTests
{
    private const int FirstSeed = 1000;
    private const int Steps = 20;

    // Every direction three times, every background, every colour.
    private static readonly (string Colour, string Shape, string Motion, string Direction, string Background)[] Prompts =
    [
        ("red", "circle", "moves from left to right", "right", "white"),
        ("yellow", "square", "moves from left to right", "right", "blue"),
        ("white", "heart", "moves from left to right", "right", "green"),
        ("blue", "ring", "moves from right to left", "left", "yellow"),
        ("orange", "circle", "moves from right to left", "left", "black"),
        ("green", "triangle", "moves from right to left", "left", "gray"),
        ("purple", "circle", "moves up", "up", "white"),
        ("pink", "heart", "moves up", "up", "sky"),
        ("white", "circle", "moves up", "up", "black"),
        ("black", "square", "moves down", "down", "sunset"),
        ("red", "triangle", "moves down", "down", "gray"),
        ("yellow", "circle", "moves down", "down", "sky"),
    ];

    [Theory]
    [InlineData(4)]
    [InlineData(12, Traits = ["kind", "slow"])]
    public async Task Generate_Prompts_ShowsWhatTheySay(int prompts)
    {
        using var folder = new TemporaryFolder();
        int moved = 0;
        for (int i = 0; i < prompts; i++)
        {
            int which = i * Prompts.Length / prompts;
            var (colour, shape, motion, direction, background) = Prompts[which];
            string article = colour == "orange" ? "an" : "a";
            string prompt = $"{article} {colour} {shape} {motion} on a {background} background";
            string path = folder[$"{i}.mp4"];

            var run = await CliRun.StartAsync(
                "generate", "--prompt", prompt, "--seed", (FirstSeed + which).ToString(CultureInfo.InvariantCulture),
                "--steps", Steps.ToString(CultureInfo.InvariantCulture), "--output", path);
            Assert.True(run.ExitCode == 0, run.Error);

            var probe = await Programs.ProbeAsync(path);
            string Says(string name) => probe.GetProperty(name).GetString()!;
            Assert.Equal(
                ("h264", "yuv420p", "49", "8/1"),
                (Says("codec_name"), Says("pix_fmt"), Says("nb_read_frames"), Says("avg_frame_rate")));
            var (width, height) = (probe.GetProperty("width").GetInt32(), probe.GetProperty("height").GetInt32());
            Assert.Equal((96, 64), (width, height));
            var seen = new MovingShape(new DecodedClip(width, height, await Programs.DecodeAsync(path, width, height)));
            TestContext.Current.TestOutputHelper?.WriteLine($"{prompt}: {seen}");
            Assert.True(seen.Background == background, $"{prompt}: {seen}");
            Assert.True(seen.Shape == colour, $"{prompt}: {seen}");
            moved += seen.Direction == direction ? 1 : 0;
        }

        Assert.True(moved >= prompts - 1,       // small models err
            $"Only {moved} of {prompts} clips move as their prompts say.");
    }

    [Fact]
    public async Task Generate_SameSeed_SameFile()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in new[] { "a.mp4", "b.mp4" })
            Assert.Equal(
                0,
                (
                    await CliRun.StartAsync(
                        "generate", "--prompt", "a red circle moves up on a white background", "--seed", "7", "--steps", "3",
                        "--output", folder[name])
                ).ExitCode
            );
        Assert.Equal(await File.ReadAllBytesAsync(folder["a.mp4"]), await File.ReadAllBytesAsync(folder["b.mp4"]));
    }

    [Fact]
    public async Task Generate_WithoutSeed_SaysTheSeedThatRepeatsIt()
    {
        using var folder = new TemporaryFolder();
        string[] common =
        [
            "generate",
            "--prompt",
            "a blue ring moves down on a yellow background",
            "--steps",
            "2",
            "--frames",
            "9",
        ];
        var first = await CliRun.StartAsync([.. common, "--output", folder["a.mp4"]]);
        Assert.Equal(0, first.ExitCode);
        string seed = first.Error.Split("seed ")[1].Split(',')[0];

        var second = await CliRun.StartAsync([.. common, "--seed", seed, "--output", folder["b.mp4"]]);
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(await File.ReadAllBytesAsync(folder["a.mp4"]), await File.ReadAllBytesAsync(folder["b.mp4"]));
    }

    [Fact]
    public async Task Generate_KeepsTheRecipeInTheFile()
    {
        using var folder = new TemporaryFolder();
        const string Prompt = "a red circle = \"100%\"; #1 \\ -i other\nand a second line, ünïcode";
        Assert.Equal(
            0,
            (
                await CliRun.StartAsync(
                    "generate", "--prompt", Prompt, "--negative-prompt", "blue", "--seed", "7", "--steps", "2", "--frames",
                    "9", "--guidance", "4.5", "--output", folder["a.mp4"])
            ).ExitCode
        );

        var run = await CliRun.StartAsync("inspect", folder["a.mp4"]);
        Assert.Equal(0, run.ExitCode);
        foreach (
            string says in new[]
            {
                "9 frames of 96 x 64 at 8 per second",
                "AI-generated",
                Prompt,
                "blue",
                "cogspace-tiny",
                " 7\n",
                " 2\n",
                "4.5, dynamic",
                "DPM",
            }
        )
            Assert.Contains(says, run.Output, StringComparison.Ordinal);
        Assert.Equal(["a.mp4"], folder.Names);
    }

    [Fact]
    public async Task Inspect_AVideoOfSomebodyElse_SaysThatItHasNone()
    {
        using var folder = new TemporaryFolder();
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=96x64:rate=8:duration=1", "-metadata", "comment={}",
            folder["a.mp4"]);
        Assert.Contains("no recipe", (await CliRun.StartAsync("inspect", folder["a.mp4"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_DumpLatents_KeepsThem()
    {
        using var folder = new TemporaryFolder();
        var run = await CliRun.StartAsync(
            "generate", "--prompt", "a red circle", "--seed", "1", "--steps", "2", "--output", folder["a.mp4"],
            "--dump-latents", folder["a.safetensors"]);
        Assert.Equal(0, run.ExitCode);
        using var file = CogSpace.Weights.SafetensorsFile.Open(folder["a.safetensors"]);
        Assert.Equal<long[]>([1, 13, 8, 8, 12], [.. file.Tensors["latents"].Shape]);
        Assert.Equal("1", file.Metadata["seed"]);
    }
}
