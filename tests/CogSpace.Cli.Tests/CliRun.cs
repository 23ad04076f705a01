using System.Diagnostics;

namespace CogSpace.Cli.Tests;

/// <summary>One run of the program: in this process, which has everything compiled, or in one of its own.</summary>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // Not the developer's own models and caches.
    private static readonly Dictionary<string, string> Surroundings = new()
    {
        ["COGSPACE_MODELS"] = Repository.Models,
        ["XDG_CACHE_HOME"] = Path.Combine(AppContext.BaseDirectory, "cache"),
        ["HF_HUB_CACHE"] = Path.Combine(AppContext.BaseDirectory, "no-cache"),
    };

    // What is computed with all cores is computed by one run at a time.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    private static readonly (RoutedWriter Output, RoutedWriter Error) Routed = RouteConsole();

    /// <summary>In this process.</summary>
    public static Task<CliRun> StartAsync(params string[] arguments) => StartAsync(new Dictionary<string, string>(), arguments);

    /// <summary>In this process, with variables that are set while it runs.</summary>
    public static async Task<CliRun> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await OneAtATime.WaitAsync();
        var before = environment.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        try
        {
            foreach (var (name, value) in environment)
                Environment.SetEnvironmentVariable(name, value);
            return await Task.Run(async () =>
            {
                using StringWriter output = Routed.Output.Begin(), error = Routed.Error.Begin();
                int exitCode = await CommandLine.RunAsync(arguments);
                return new CliRun(exitCode, output.ToString(), error.ToString());
            });
        }
        finally
        {
            foreach (var (name, value) in before)
                Environment.SetEnvironmentVariable(name, value);
            OneAtATime.Release();
        }
    }

    /// <summary>In a process of its own, as a person starts it.</summary>
    public static Task<CliRun> StartProcessAsync(params string[] arguments) => StartProcessAsync(environment: null, arguments);

    /// <inheritdoc cref="StartProcessAsync(string[])"/>
    public static async Task<CliRun> StartProcessAsync(
        IReadOnlyDictionary<string, string>? environment, params string[] arguments)
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

    private static (RoutedWriter Output, RoutedWriter Error) RouteConsole()
    {
        foreach (var (name, value) in Surroundings)
            Environment.SetEnvironmentVariable(name, value);
        var (output, error) = (new RoutedWriter(Console.Out), new RoutedWriter(Console.Error));
        Console.SetOut(output);
        Console.SetError(error);
        return (output, error);
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
        foreach (var (name, value) in Surroundings.Concat(environment ?? new Dictionary<string, string>()))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
