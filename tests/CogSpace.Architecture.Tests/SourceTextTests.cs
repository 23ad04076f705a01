using System.Text.RegularExpressions;

namespace CogSpace.Architecture.Tests;

/// <summary>Rules that only the text of src/ and build/ can break.</summary>
public sealed partial class SourceTextTests
{
    private static readonly string[] Built = ["bin", "obj"];

    [Fact]
    public void Src_IsTheSameTextForEveryDevice() =>
        AssertNone(
            "CogSpaceDevice decides what is restored, so src/ has no #if",
            Lines("src").Where(line => line.Text.TrimStart().StartsWith("#if", StringComparison.Ordinal)));

    [Fact]
    public void OnlyTheProgramsThemselves_WriteToTheConsole() =>
        AssertNone(
            "only the command line, and the server when it cannot start, have a console",
            Lines("src")
                .Where(line =>
                    line.File.EndsWith(".cs", StringComparison.Ordinal)
                    && !line.File.StartsWith("src/CogSpace.Cli/", StringComparison.Ordinal)
                    && line.File != "src/CogSpace.Web/Hosting/ServerRun.cs"
                )
                .Where(line => UseOfConsole().IsMatch(line.Text))
        );

    [Fact]
    public void TheLanguageModelsPackage_IsNamedInOneFolder() =>
        AssertNone(
            "only src/CogSpace.Generation/Rewriting asks a language model",
            Lines("src")
                .Where(line =>
                    line.Text.StartsWith("using OpenAI", StringComparison.Ordinal)
                    || line.Text.StartsWith("using System.ClientModel", StringComparison.Ordinal)
                )
                .Where(line => !line.File.StartsWith("src/CogSpace.Generation/Rewriting/", StringComparison.Ordinal))
        );

    [Fact]
    public void Ffmpeg_IsStartedInOneFile() =>
        AssertNone(
            "only FfmpegProgram.cs starts ffmpeg and ffprobe, so that limits can be set in one place",
            Lines("src/CogSpace.PostProcess")
                .Where(line => !line.File.EndsWith("/Media/FfmpegProgram.cs", StringComparison.Ordinal))
                .Where(line => StartOfAProcess().IsMatch(line.Text))
        );

    // Only a power cut would show it, and no test can cause one.
    [Fact]
    public void WhatTheServerKeeps_SurvivesAPowerCut() =>
        AssertNone(
            "what a visitor or the operator is told was kept is on disk by then: AtomicFile.Write(..., isDurable: true)",
            Lines("src/CogSpace.Web")
                .Where(line => Path.GetFileName(line.File) is not ("LineJournal.cs" or "SpeedFile.cs"))      // nobody is told
                .Where(line =>
                    line.Text.Contains("AtomicFile.Write(", StringComparison.Ordinal)
                    && !line.Text.Contains("isDurable: true", StringComparison.Ordinal)));

    [Fact]
    public void Paths_AreNotThoseOfOneMachine() =>
        AssertNone("a path of one machine", Lines("src").Concat(Lines("build")).Where(line => NamesOneMachine(line.Text)));

    [Theory]
    [InlineData("\"/home/someone/models\"")]
    [InlineData("File.Open(@\"C:\\models\\vae\")")]
    [InlineData("cd /data/models")]
    public void MachinePaths_AreFound(string text) => Assert.True(NamesOneMachine(text));

    [Fact]
    public void PathsOfThisMachine_AreFound()
    {
        Assert.True(NamesOneMachine($"-I{Path.GetTempPath()}include"));
        Assert.True(NamesOneMachine($"cd {Repository.Root}models"));
    }

    [Theory]
    [InlineData("#!/bin/sh")]
    [InlineData("\"/proc/meminfo\"")]
    [InlineData("app.MapGet(\"/videos/{id}.mp4\")")]
    [InlineData("https://arxiv.org/abs/2010.02502")]
    [InlineData("(B, 16, H/8, W/8) and/or </summary>")]
    public void MachinePaths_AreNotFoundElsewhere(string text) => Assert.False(NamesOneMachine(text));

    [Fact]
    public void Namespaces_FollowFolders() =>
        AssertNone(
            "a namespace is the project's name and its folders (CogSpace.Core's is CogSpace)",
            Lines("src")
                .Where(line =>
                    line.Text.StartsWith("namespace ", StringComparison.Ordinal)
                    && line.Text != $"namespace {Namespace(line.File)};"
                )
        );

    private static bool NamesOneMachine(string text) =>
        PlaceOfSomeone().IsMatch(text)
        || text.Contains(Path.GetTempPath(), StringComparison.Ordinal)
        || text.Contains(Repository.Root, StringComparison.Ordinal);

    private static string Namespace(string file) =>
        string.Join('.', file.Split('/')[1..^1]).Replace("CogSpace.Core", "CogSpace", StringComparison.Ordinal);

    private static IEnumerable<(string File, int Number, string Text)> Lines(string folder) =>
        from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
        let file = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')
        where !file.Split('/').Intersect(Built).Any()
        from line in File.ReadLines(path).Index()
        select (file, line.Index + 1, line.Item);

    private static void AssertNone(string rule, IEnumerable<(string File, int Number, string Text)> lines)
    {
        var all = lines.Select(line => $"{line.File}:{line.Number}: {line.Text.Trim()}").ToList();
        Assert.True(all.Count == 0, $"{rule}:\n{string.Join('\n', all)}");
    }

    [GeneratedRegex(@"\bConsole\.")]
    private static partial Regex UseOfConsole();

    // By .NET, or by FFMpegCore in one of its ways.
    [GeneratedRegex(@"ProcessStartInfo|Process\.Start|Process(As|S)ynchronously|\bFFProbe\.|\bFFMpeg\.")]
    private static partial Regex StartOfAProcess();

    // Where people keep their files.
    [GeneratedRegex(@"(?<![\w.])/(home|root|Users|mnt|media|data)/|\b[A-Z]:\\")]
    private static partial Regex PlaceOfSomeone();
}
