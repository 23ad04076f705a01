using System.Diagnostics;

namespace CogSpace.Cli.Tests;

/// <summary>The program, started as a person starts it.</summary>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static Task<CliRun> StartAsync(params string[] arguments) => StartAsync(environment: null, arguments);

    public static async Task<CliRun> StartAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        return await EndAsync(process);
    }

    /// <param name="wrapper">A program that starts it, with its options and spaces between them.</param>
    /// <param name="arguments">The command line.</param>
    public static async Task<CliRun> StartWithinAsync(string wrapper, params string[] arguments)
    {
        using var process = Start(environment: null, [.. wrapper.Split(' '), "dotnet"], arguments);
        return await EndAsync(process);
    }

    /// <param name="folder">Where it was published to.</param>
    /// <param name="arguments">The command line.</param>
    public static async Task<CliRun> StartFromAsync(string folder, params string[] arguments)
    {
        using var process = Start(environment: null, ["dotnet"], arguments, folder);
        return await EndAsync(process);
    }

    private static async Task<CliRun> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(timeout.Token);
        return new CliRun(process.ExitCode, await output, await error);
    }

    /// <summary>
    /// Starts it and leaves it running. It hears Ctrl+C even where the tests' own parent ignores it, as a shell's background
    /// does.
    /// </summary>
    public static Process Start(IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        Start(environment, ["env", "--default-signal=INT", "dotnet"], arguments);

    private static Process Start(
        IReadOnlyDictionary<string, string>? environment, string[] program, string[] arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(program[0], program[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(folder ?? AppContext.BaseDirectory, "cogspace.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["COGSPACE_MODELS"] = Repository.Models;
        start.Environment["HF_HUB_CACHE"] = Path.Combine(AppContext.BaseDirectory, "no-cache");       // not the developer's own
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
