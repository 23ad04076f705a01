using System.Diagnostics;

namespace CogSpace.Cli.Tests;

/// <summary>Whatever is wrong with what was asked for: one sentence, the right exit code, and no file under the output's name.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Prompt = "a red circle moves up on a white background";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("take 49 or 53", "--frames", "50")]
    [InlineData("multiple of 16", "--width", "100")]
    [InlineData("96 x 64 only", "--height", "80")]
    [InlineData("1 to 1000", "--steps", "0")]
    [InlineData("0 to 100", "--guidance", "-1")]
    [InlineData("0 to 100", "--guidance", "NaN")]
    [InlineData("4294967295", "--seed", "4294967296")]
    [InlineData("4294967295", "--seed", "-2")]
    [InlineData("no number type", "--dtype", "int4")]
    [InlineData("is no device", "--device", "toaster")]
    [InlineData("GPU", "--device", "cuda:77")]
    [InlineData("bfloat16 or float32", "--dtype", "float16", "--device", "cpu")]
    [InlineData("parse", "--seed", "soon")]
    [InlineData("parse", "--frames", "4.5")]
    [InlineData("--colour", "--colour", "red")]
    public async Task Generate_ImpossibleOption_ExitsWith2(string says, params string[] options) =>
        await AssertRefusedAsync(2, says, ["--prompt", Prompt, .. options]);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task Generate_EmptyPrompt_ExitsWith2(string prompt) => await AssertRefusedAsync(2, "prompt is empty", "--prompt", prompt);

    [Fact]
    public async Task Generate_NoPrompt_ExitsWith2() => await AssertRefusedAsync(2, "--prompt");

    [Theory]
    [InlineData("no model \"nothing-like-it\"", "--model", "nothing-like-it")]
    [InlineData("images to video", "--model", "cogspace-tiny-i2v")]
    [InlineData("no model \"\"", "--model", "")]
    public async Task Generate_WhatIsNotThere_ExitsWith1(string says, params string[] options) =>
        await AssertRefusedAsync(1, says, ["--prompt", Prompt, .. options]);

    [Fact]
    public async Task Generate_FolderWithoutModel_NamesTheMissingFile() =>
        await AssertRefusedAsync(1, "model_index.json", "--prompt", Prompt, "--model", _folder.FullPath);

    [Fact]
    public async Task Generate_OutputInMissingFolder_SaysSoBeforeAnyWork()
    {
        var run = await CliRun.StartAsync("generate", "--prompt", Prompt, "--output", _folder["no/such/out.mp4"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("there is no folder", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Denoising", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_TwoOutputsInOneFile_ExitsWith2() =>
        await AssertRefusedAsync(2, "the same file", "--prompt", Prompt, "--dump-latents", _folder["out.mp4"]);

    [Fact]
    public async Task Generate_ImpossibleFrames_IsRefusedBeforeTheModelIsLoaded()
    {
        var run = await CliRun.StartAsync("generate", "--prompt", Prompt, "--frames", "50", "--output", _folder["out.mp4"]);
        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("Loading", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_OutputIsFolder_SaysSo()
    {
        var run = await CliRun.StartAsync("generate", "--prompt", Prompt, "--output", _folder.FullPath);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("it is a folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_NoFfmpeg_SaysWhatToInstall()
    {
        string folder = Directory.CreateDirectory(_folder["path"]).FullName;
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : FindOnPath("dotnet");
        File.CreateSymbolicLink(Path.Combine(folder, "dotnet"), dotnet);
        var run = await CliRun.StartAsync(
            new Dictionary<string, string> { ["PATH"] = folder }, "generate", "--prompt", Prompt, "--steps", "1", "--output", _folder["out.mp4"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ffmpeg", run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(_folder["out.mp4"]));
    }

    [Fact]
    public async Task Generate_LongPrompt_IsCutAndSaidSo()
    {
        string prompt = Prompt + string.Concat(Enumerable.Repeat(" and a big red heart", 40));
        var run = await CliRun.StartAsync("generate", "--prompt", prompt, "--steps", "1", "--frames", "1", "--seed", "1", "--output", _folder["out.mp4"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("looks at 64", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_EvenLatents_SaysHowManyFramesCome()
    {
        var run = await CliRun.StartAsync("generate", "--prompt", Prompt, "--steps", "1", "--frames", "5", "--seed", "1", "--output", _folder["out.mp4"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("makes 8 frames of 5", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_Interrupted_LeavesWhatWasThere()
    {
        await File.WriteAllTextAsync(_folder["out.mp4"], "an older video");
        using var process = CliRun.Start(null, "generate", "--prompt", Prompt, "--steps", "1000", "--output", _folder["out.mp4"]);
        while (await process.StandardError.ReadLineAsync() is { } line && line != "Denoising")
        {
        }

        var clock = Stopwatch.StartNew();
        using (var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await interrupt.WaitForExitAsync();
        string rest = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("Interrupted", rest, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed} to stop.");
        Assert.Equal("an older video", await File.ReadAllTextAsync(_folder["out.mp4"]));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.FullPath));
    }

    [Fact]
    public async Task Help_NamesEveryOption()
    {
        var run = await CliRun.StartAsync("generate", "--help");
        Assert.Equal(0, run.ExitCode);
        foreach (string option in new[] { "--prompt", "--output", "--negative-prompt", "--model", "--seed", "--steps", "--guidance", "--dynamic-guidance", "--frames", "--width", "--height", "--dtype", "--device", "--dump-latents" })
            Assert.Contains(option, run.Output, StringComparison.Ordinal);
    }

    private static string FindOnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, program)).First(File.Exists);

    private async Task AssertRefusedAsync(int exitCode, string says, params string[] options)
    {
        string output = _folder["out.mp4"];
        var run = await CliRun.StartAsync(["generate", .. options, "--output", output]);
        Assert.True(run.ExitCode == exitCode && run.Error.Contains(says, StringComparison.Ordinal), $"exit code {run.ExitCode}, said: {run.Error}{run.Output}");
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.FullPath));
    }
}
