using System.Diagnostics;

namespace CogSpace.Golden.Tests;

/// <summary>The golden tests of this program, run by a process of their own.</summary>
/// <param name="ExitCode">0: every case passed.</param>
/// <param name="Output">Standard output and standard error.</param>
internal sealed record GoldenRun(int ExitCode, string Output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <param name="variables">Added to the environment.</param>
    /// <param name="wrapper">A program that starts the process, with its options and spaces between them.</param>
    public static async Task<GoldenRun> StartAsync(
        IReadOnlyDictionary<string, string>? variables = null, string? wrapper = null)
    {
        string[] words =
        [
            .. wrapper?.Split(' ') ?? [], "dotnet", typeof(GoldenRun).Assembly.Location,
            "-noLogo", "-noColor", "-trait", "kind=golden",
        ];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(timeout.Token);
        return new GoldenRun(process.ExitCode, await output + await error);
    }
}
