using System.Diagnostics;
using System.Reflection;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Client;

/// <summary>The terminal's program on a machine without models, with a server that makes its videos.</summary>
public sealed class TerminalOnServerTests : IDisposable
{
    private const string Secret = "csk_of-a-test";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly string Program = typeof(TerminalOnServerTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Terminal").Value!;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Generate_BringsWhatTheServerMade()
    {
        await using var server = await StartServerAsync();
        await File.WriteAllBytesAsync(_folder["a.png"], await SampleFile.PictureAsync(96, 64), Cancel);

        var (exitCode, said) = await RunAsync(
            "generate", "--server", $"{server.Address}", "--image", _folder["a.png"], "--crop", "0,0,1",
            "--prompt", Sample.Prompt,
            "--seed", "7", "--steps", "2", "--frames", "9", "--gif", "--output", _folder["out.mp4"]);

        Assert.True(exitCode == 0, said);
        var job = Assert.Single(server.Board.All);
        Assert.Equal(
            await File.ReadAllBytesAsync(_folder["data", "jobs", job.Id, "video.mp4"], Cancel),
            await File.ReadAllBytesAsync(_folder["out.mp4"], Cancel));
        Assert.True(File.Exists(_folder["out.gif"]));
        foreach (string says in new[] { "seed 7, model cogspace-tiny-i2v, video ", "9 frames of 96 x 64", "out.gif: " })
            Assert.Contains(says, said, StringComparison.Ordinal);
        Assert.Equal(["a.png", "data", "out.gif", "out.mp4"], _folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ASeries_IsMadeThere_AndNothingTwice()
    {
        await using var server = await StartServerAsync();
        string[] command =
        [
            "generate", "--server", $"{server.Address}", "--prompt", Sample.Prompt, "--seed", "7", "--steps", "2",
            "--frames", "9", "--output", _folder["out.mp4"], "--count",
        ];

        var (exitCode, said) = await RunAsync([.. command, "2"]);
        Assert.True(exitCode == 0, said);
        Assert.Contains("2 videos: 2 made, 0 kept.", said, StringComparison.Ordinal);
        (exitCode, said) = await RunAsync([.. command, "3"]);
        Assert.True(exitCode == 0, said);
        Assert.Contains("3 videos: 1 made, 2 kept.", said, StringComparison.Ordinal);
        Assert.Equal([7UL, 8UL, 9UL], server.Board.All.Select(job => job.Request.Seed).Order());

        // The recipe of one of them, with another prompt; and its list of prompts.
        (exitCode, said) = await RunAsync(
            "generate", "--server", $"{server.Address}", "--recipe", _folder["out-002.mp4"], "--prompt", "a blue square",
            "--output", _folder["again.mp4"]);
        Assert.True(exitCode == 0, said);
        var again = Assert.Single(server.Board.All, job => job.Request.Prompt == "a blue square");
        Assert.Equal(
            (8UL, 2, "cogspace-tiny", 9),
            (again.Request.Seed, again.Request.Steps, again.Model, again.Status.Recipe!.Made.Frames));
        await File.WriteAllLinesAsync(_folder["ideas.txt"], ["a blue square", "a green ring"], Cancel);
        (exitCode, said) = await RunAsync(
            "generate", "--server", $"{server.Address}", "--recipe", _folder["again.mp4"], "--prompts", _folder["ideas.txt"],
            "--output", _folder["idea.mp4"]);
        Assert.True(exitCode == 0, said);
        Assert.Contains("2 videos: 2 made, 0 kept.", said, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["idea-002.mp4"]));
    }

    [Fact]
    public async Task Interpolate_SendsTheVideo_AndBringsTheOther()
    {
        await using var server = await StartServerAsync();
        await File.WriteAllBytesAsync(_folder["a.mp4"], await SampleFile.VideoAsync(48, 32), Cancel);

        var (exitCode, said) = await RunAsync(
            "interpolate", _folder["a.mp4"], "--server", $"{server.Address}", "--output", _folder["b.mp4"]);

        Assert.True(exitCode == 0, said);
        Assert.Equal("15", (await Programs.ProbeAsync(_folder["b.mp4"])).GetProperty("nb_read_frames").GetString());
    }

    [Fact]
    public async Task WhatTheServerRefuses_IsSaidInItsWords()
    {
        await using var server = await StartServerAsync();

        var (exitCode, said) = await RunAsync(
            "generate", "--server", $"{server.Address}", "--prompt", "a", "--steps", "5000", "--output", _folder["out.mp4"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("1000", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.Equal(["data"], _folder.Names);
    }

    [Fact]
    public async Task CtrlC_CancelsTheVideoOnTheServer()
    {
        await using var server = await StartServerAsync();
        using var process = Start(
            "generate", "--server", $"{server.Address}", "--prompt", "a", "--steps", "1000", "--output", _folder["out.mp4"]);
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(Cancel).AsTask().WaitAsync(Limit, Cancel);
        }
        while (line is not (null or "Denoising"));

        await Programs.RunAsync("kill", "-INT", $"{process.Id}");
        string said = await process.StandardError.ReadToEndAsync(Cancel).WaitAsync(Limit, Cancel);
        await process.WaitForExitAsync(Cancel);

        Assert.Equal("Interrupted; the video was cancelled on the server, too.", said.Trim().Split('\n')[^1]);
        Assert.Equal(1, process.ExitCode);
        var job = Assert.Single(server.Board.All);
        while (!job.Status.IsOver)
            await Task.Delay(20, Cancel);
        Assert.Equal(JobState.Cancelled, job.Status.State);
        Assert.Equal(["data"], _folder.Names);
    }

    private Task<RunningServer> StartServerAsync() => RunningServer.StartAsync(
        _folder, "Api:Anonymous=false", "Api:Keys:0:Name=laptop", $"Api:Keys:0:Sha256={ProgramKey.HashOf(Secret)}");

    private async Task<(int ExitCode, string Said)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        string said = await process.StandardError.ReadToEndAsync(Cancel).WaitAsync(Limit, Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, said);
    }

    // It hears Ctrl+C even where the tests' own parent ignores it, as a shell's background does.
    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Program, .. arguments])
        {
            RedirectStandardError = true,
        };
        start.Environment["COGSPACE_KEY"] = Secret;
        start.Environment["COGSPACE_MODELS"] = _folder["no-models"];
        start.Environment["HF_HUB_CACHE"] = _folder["no-cache"];
        return Process.Start(start)!;
    }
}
