namespace CogSpace.Cli.Tests;

/// <summary>The program as dotnet publish lays it out, away from the folders it was built in.</summary>
public sealed class PublishedProgramTests : IDisposable
{
    private static readonly string[] Native =
    [
        "libLibTorchSharp.so",
        "libOpenCvSharpExtern.so",
        "libonnxruntime.so",
        "libtorch_cpu.so",
    ];
    private static readonly string[] Unused = ["libtorch_python.so", "libshm.so", "libtorchbind_test.so"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Published_HasTheLibrariesOfThisSystem_MakesAVideo_AndWithoutOneOfThemSaysSo()
    {
        string program = _folder["program"],
            video = _folder["out.mp4"];
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // bin/CONFIGURATION/net10.0
        await Programs.RunAsync(
            "dotnet", "publish", Path.Combine(Repository.Root, "src", "CogSpace.Cli"), "-c", configuration, "--no-build",
            "-o", program);

        string[] files =
        [
            .. Directory
                .EnumerateFiles(program, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(program, file)),
        ];
        Assert.Empty(Native.Except(files));
        Assert.Empty(Unused.Intersect(files));
        Assert.DoesNotContain(
            files,
            file =>
                file.StartsWith("runtimes/", StringComparison.Ordinal) || file.EndsWith(".dylib", StringComparison.Ordinal)
        );

        var run = await CliRun.StartFromAsync(
            program, "generate", "--prompt", "a red circle", "--steps", "1", "--frames", "9", "--output", video);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("9", (await Programs.ProbeAsync(video)).GetProperty("nb_read_frames").GetString());

        File.Delete(Path.Combine(program, "libtorch_cpu.so"));
        int before = Directory.GetFileSystemEntries(program).Length;
        run = await CliRun.StartFromAsync(
            program, "generate", "--prompt", "a red circle", "--steps", "1", "--output", _folder["other.mp4"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("libtorch cannot be loaded: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(program).Length); // TorchSharp would copy all libraries to try again
    }
}
