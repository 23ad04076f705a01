using System.Globalization;

namespace CogSpace.Cli.Tests;

/// <summary>A video restyled: another colour, the same movement.</summary>
public sealed class VideoToVideoTests
{
    [Theory]
    [InlineData("green", 1)]
    [InlineData("blue", 2, Traits = ["kind", "slow"])]
    [InlineData("purple", 3, Traits = ["kind", "slow"])]
    public async Task Generate_Recolours_AndKeepsTheMovement(string colour, int seed)
    {
        using var folder = new TemporaryFolder();
        string source = folder["source.mp4"], result = folder["result.mp4"];
        await DrawnFilm.SaveAsync(source);

        var run = await CliRun.StartAsync(
            "generate", "--video", source, "--strength", "0.6", "--prompt",
            $"a {colour} circle moves from left to right on a white background", "--seed",
            seed.ToString(CultureInfo.InvariantCulture), "--output", result);
        Assert.True(run.ExitCode == 0, run.Error);

        var probe = await Programs.ProbeAsync(result);
        Assert.Equal(
            ("49", "8/1"),
            (probe.GetProperty("nb_read_frames").GetString(), probe.GetProperty("avg_frame_rate").GetString()));
        var seen = new MovingShape(await DecodedClip.ReadAsync(result));
        Assert.True(seen is { Background: "white" } && seen.Shape == colour, $"{colour}: {seen}");
        double correlation = DrawnFilm.Correlation(seen.Path);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{seen}, correlation {correlation:0.000}"));
        Assert.True(
            correlation >= DrawnFilm.LeastCorrelation,
            $"{colour}: the shape's way has a correlation of {correlation} with the source's.");
    }
}
