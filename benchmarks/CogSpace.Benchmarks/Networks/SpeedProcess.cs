using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CogSpace.Verification.Speed;

namespace CogSpace.Benchmarks.Networks;

/// <summary>Something timed in a process of its own, so that its peak is its own and nothing is warm.</summary>
internal static class SpeedProcess
{
    public const string Child = "speed-once";

    /// <returns>Null where it failed, which is said on standard error.</returns>
    public static SpeedResult? Start(SpeedRequest request)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(SpeedProcess).Assembly.Location, Child, JsonSerializer.Serialize(request)]) { RedirectStandardOutput = true })!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<SpeedResult>(said) : null;
    }

    /// <summary>What the process does.</summary>
    public static void RunOnce(string request) => Console.WriteLine(JsonSerializer.Serialize(SpeedRunner.Run(JsonSerializer.Deserialize<SpeedRequest>(request)!)));

    /// <returns>Seconds of a child that prints them.</returns>
    public static double Seconds(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(SpeedProcess).Assembly.Location, .. words]) { RedirectStandardOutput = true })!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(said, CultureInfo.InvariantCulture);
    }
}
