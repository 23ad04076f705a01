using System.Diagnostics;
using System.Text.Json;

namespace CogSpace.Benchmarks.Networks;

/// <summary>One network timed in a process of its own, so that nothing is warm and its peak memory is its own.</summary>
internal static class SpeedProcess
{
    public const string Child = "speed-once";

    /// <returns>Null where it failed; the reason is on standard error.</returns>
    public static SpeedResult? Start(SpeedRequest request)
    {
        using var process = Process.Start(Command(Child, JsonSerializer.Serialize(request)))!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<SpeedResult>(said) : null;
    }

    /// <summary>The work of that process.</summary>
    public static void RunOnce(string request) =>
        Console.WriteLine(JsonSerializer.Serialize(SpeedRunner.Run(JsonSerializer.Deserialize<SpeedRequest>(request)!)));

    // A published program brings its runtime; elsewhere dotnet runs the assembly.
    private static ProcessStartInfo Command(params string[] words)
    {
        string program = Path.Combine(AppContext.BaseDirectory, typeof(SpeedProcess).Assembly.GetName().Name!);
        bool published = File.Exists(Path.Combine(AppContext.BaseDirectory, "libcoreclr.so"));
        var start = published
            ? new ProcessStartInfo(program, words)
            : new ProcessStartInfo("dotnet", [$"{program}.dll", .. words]);
        start.RedirectStandardOutput = true;
        return start;
    }
}
