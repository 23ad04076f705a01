using System.Text.RegularExpressions;

namespace CogSpace.Cli.Tests;

/// <summary>cogspace generate with --prompts and --count: many videos, one model, and nothing made twice.</summary>
public sealed class SeriesTests : IDisposable
{
    private const string Red = "a red circle moves up on a white background";
    private const string Blue = "a blue square moves down on a yellow background";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prompts_BecomeNumberedVideos_WithOneModel_AndAreNotMadeTwice()
    {
        await File.WriteAllTextAsync(_folder["list.txt"], $"# two clips\n{Red}\n\n{Blue}\n");

        var run = await GenerateAsync("--prompts", _folder["list.txt"], "--count", "2", "--seed", "18446744073709551614");
        Assert.True(run.ExitCode == 0, run.Error);
        string[] videos = ["out-001-001.mp4", "out-001-002.mp4", "out-002-001.mp4", "out-002-002.mp4"];
        Assert.Equal(["list.txt", .. videos], _folder.Names.Order());
        Assert.Single(Regex.Matches(run.Error, "^Loading", RegexOptions.Multiline));
        Assert.Contains("4 videos: 4 made, 0 kept.", run.Error, StringComparison.Ordinal);
        string recipe = (await CliRun.StartAsync("inspect", _folder["out-002-002.mp4"])).Output;
        Assert.Contains("18446744073709551615", recipe, StringComparison.Ordinal);
        Assert.Contains(Blue, recipe, StringComparison.Ordinal);

        // What is missing, or was made in another way, is made; the rest stays as it is.
        File.Delete(_folder["out-001-002.mp4"]);
        File.Copy(_folder["out-001-001.mp4"], _folder["out-002-001.mp4"], overwrite: true);
        byte[] first = await File.ReadAllBytesAsync(_folder["out-001-001.mp4"]);
        run = await GenerateAsync("--prompts", _folder["list.txt"], "--count", "2", "--seed", "18446744073709551614");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("4 videos: 2 made, 2 kept.", run.Error, StringComparison.Ordinal);
        Assert.Contains(
            "out-001-001.mp4 is kept: it was made from this prompt with these settings and the seed 18446744073709551614.",
            run.Error, StringComparison.Ordinal);
        Assert.Equal(first, await File.ReadAllBytesAsync(_folder["out-001-001.mp4"]));
        Assert.Equal(["list.txt", .. videos], _folder.Names.Order());
    }

    [Fact]
    public async Task Count_WithRandomSeeds_KeepsWhateverSeedIsThere()
    {
        var run = await GenerateAsync("--prompt", Red, "--count", "2");
        Assert.True(run.ExitCode == 0, run.Error);
        var seeds = Regex.Matches(run.Error, "^seed ([0-9]+), model", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)
            .ToList();
        Assert.Equal(2, seeds.Distinct().Count());

        run = await GenerateAsync("--prompt", Red, "--count", "3", "--gif");
        Assert.Contains("3 videos: 1 made, 2 kept.", run.Error, StringComparison.Ordinal);
        Assert.All(seeds, seed => Assert.Contains($"and the seed {seed}.", run.Error, StringComparison.Ordinal));
        Assert.Equal(3, _folder.Names.Count(name => name.EndsWith(".gif", StringComparison.Ordinal)));

        run = await GenerateAsync("--prompt", Red, "--count", "1", "--guidance", "3");
        Assert.Contains("1 video: 1 made, 0 kept.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_TheFinishedVideosStay_AndTheSameCommandGoesOn()
    {
        string[] command = ["generate", "--prompt", Red, "--seed", "1", "--frames", "9", "--output", _folder["out.mp4"]];
        var run = await CliRun.StartAsync([.. command, "--steps", "200", "--count", "1"]);
        Assert.True(run.ExitCode == 0, run.Error);
        using var process = CliRun.Start(null, [.. command, "--steps", "200", "--count", "2"]);
        string said = "";
        while (!said.Contains("Denoising", StringComparison.Ordinal))
            said += await process.StandardError.ReadLineAsync() ?? throw new EndOfStreamException(said);
        await Programs.RunAsync("kill", "-INT", $"{process.Id}");
        said += await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("out-001.mp4 is kept", said, StringComparison.Ordinal);
        Assert.EndsWith(
            "Interrupted: 1 of 2 videos are there. The same command goes on from here.", said.TrimEnd(),
            StringComparison.Ordinal);
        Assert.Equal(["out-001.mp4"], _folder.Names);
    }

    [Theory]
    [InlineData("There are no prompts in", "# nothing")]
    [InlineData("is not a list of prompts", "\0")]
    [InlineData("--prompts is a list of prompts: give it or --prompt, not both.", Red, "--prompt", Red)]
    [InlineData("choose 1 to 999", Red, "--count", "0")]
    [InlineData("choose 1 to 999", Red, "--count", "1000")]
    [InlineData("not a valid whole number for --count", Red, "--count", "1e1")]
    [InlineData("go beyond the largest", Red, "--count", "3", "--seed", "18446744073709551614")]
    [InlineData("prompt is empty", Red + "\n\u3164\n")]
    public async Task BadInput_IsASentence_BeforeAnyWork(string sentence, string list, params string[] options)
    {
        await File.WriteAllTextAsync(_folder["list.txt"], list);

        var run = await GenerateAsync(["--prompts", _folder["list.txt"], .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Loading", run.Error, StringComparison.Ordinal);
        Assert.Equal(["list.txt"], _folder.Names);
    }

    private Task<CliRun> GenerateAsync(params string[] options) =>
        CliRun.StartAsync(["generate", "--steps", "1", "--frames", "9", "--output", _folder["out.mp4"], .. options]);
}
