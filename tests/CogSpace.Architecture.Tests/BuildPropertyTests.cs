using System.Diagnostics;

namespace CogSpace.Architecture.Tests;

/// <summary>What a build says of a property that it is given. Nothing is compiled here.</summary>
public sealed class BuildPropertyTests
{
    private const int Patience = 120_000;

    [Theory(Timeout = Patience)]
    [InlineData("cpu")]
    [InlineData("cuda")]
    public async Task CogSpaceDevice_OfThisName_Builds(string device)
    {
        var (exitCode, output) = await CheckAsync(device);

        Assert.True(exitCode == 0, output);
    }

    [Theory(Timeout = Patience)]
    [InlineData("tpu")]
    [InlineData("CUDA-13")]
    public async Task CogSpaceDevice_OfAnotherName_EndsTheBuildWithOneSentence(string device)
    {
        var (exitCode, output) = await CheckAsync(device);

        Assert.Equal(1, exitCode);
        string line = Assert.Single(
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct());
        Assert.Contains(
            $"error : cogspace: CogSpaceDevice is \"{device}\", but has to be cpu or cuda.", line, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> CheckAsync(string device)
    {
        var token = TestContext.Current.CancellationToken;
        string project = Path.Combine(Repository.Root, "src", "CogSpace.Core", "CogSpace.Core.csproj");
        string[] words =
        [
            "msbuild",
            project,
            "-t:CheckCogSpaceDevice",
            $"-p:CogSpaceDevice={device}",
            "-nologo",
            "-v:quiet",
            "-nodeReuse:false",
        ];
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true, WorkingDirectory = Repository.Root })!;
        string output = await process.StandardOutput.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        return (process.ExitCode, output);
    }
}
