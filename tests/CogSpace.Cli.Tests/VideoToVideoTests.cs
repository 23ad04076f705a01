using System.Globalization;

namespace CogSpace.Cli.Tests;

/// <summary>A video made anew: another colour, the same movement.</summary>
public sealed class VideoToVideoTests
{
    private const double LeastCorrelation = 0.9;
    private const int Scale = 3;
    private const int Frames = 98;      // one less, and each would be taken: half of them would be fewer than 49
    private const int FramesPerSecond = 16;
    private const int Height = 70;      // of 96: higher than the model's shape, so that there is something to crop

    private static readonly DrawnScene Scene = new("circle", new(225, 30, 35), new(250, 250, 250), new(250, 250, 250), 15, 32, 12);

    [Theory]
    [InlineData("green", 1)]
    [InlineData("blue", 2)]
    [InlineData("purple", 3)]
    public async Task Generate_Recolours_AndKeepsTheMovement(string colour, int seed)
    {
        using var folder = new TemporaryFolder();
        string source = folder["source.mp4"], result = folder["result.mp4"];
        await FilmAsync(source);

        var run = await CliRun.StartAsync(
            "generate", "--video", source, "--strength", "0.6", "--prompt", $"a {colour} circle moves from left to right on a white background",
            "--seed", seed.ToString(CultureInfo.InvariantCulture), "--output", result);
        Assert.True(run.ExitCode == 0, run.Error);

        var probe = await Programs.ProbeAsync(result);
        Assert.Equal(("49", "8/1"), (probe.GetProperty("nb_read_frames").GetString(), probe.GetProperty("avg_frame_rate").GetString()));
        var seen = new MovingShape(await DecodedClip.ReadAsync(result));
        Assert.True(seen is { Background: "white" } && seen.Shape == colour, $"{colour}: {seen}");
        double correlation = Correlation([.. Enumerable.Range(0, 49).Select(i => Position(2 * i))], [.. seen.Path.Select(place => place.X)]);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seen}, correlation {correlation:0.000}"));
        Assert.True(correlation >= LeastCorrelation, $"{colour}: the shape's way has a correlation of {correlation} with the source's.");
    }

    private static double Position(int frame) => 15 + (66.0 * frame / (Frames - 1));

    private static async Task FilmAsync(string path)
    {
        string raw = $"{path}.rgb";
        await using (var file = File.Create(raw))
        {
            for (int i = 0; i < Frames; i++)
                await file.WriteAsync((Scene with { X = Position(i) }).Render(Scale, Scale * DrawnScene.Width, Scale * Height), TestContext.Current.CancellationToken);
        }

        string size = string.Create(CultureInfo.InvariantCulture, $"{Scale * DrawnScene.Width}x{Scale * Height}");
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", $"{FramesPerSecond}", "-i", raw, "-pix_fmt", "yuv420p", path);
    }

    private static double Correlation(double[] a, double[] b)
    {
        Assert.Equal(a.Length, b.Length);
        var (meanA, meanB) = (a.Average(), b.Average());
        double Sum(Func<int, double> of) => Enumerable.Range(0, a.Length).Sum(of);
        return Sum(i => (a[i] - meanA) * (b[i] - meanB)) / Math.Sqrt(Sum(i => Math.Pow(a[i] - meanA, 2)) * Sum(i => Math.Pow(b[i] - meanB, 2)));
    }
}
