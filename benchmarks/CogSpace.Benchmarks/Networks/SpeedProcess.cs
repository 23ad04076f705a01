using System.Text.Json;

namespace CogSpace.Benchmarks.Networks;

/// <summary>One network timed in a process of its own.</summary>
internal static class SpeedProcess
{
    public const string Child = "speed-once";

    /// <returns>Null where it failed; the reason is on standard error.</returns>
    public static SpeedResult? Start(SpeedRequest request)
    {
        using var process = OwnProcess.Start(Child, JsonSerializer.Serialize(request));
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<SpeedResult>(said) : null;
    }

    /// <summary>The work of that process.</summary>
    public static void RunOnce(string request) =>
        Console.WriteLine(JsonSerializer.Serialize(SpeedRunner.Run(JsonSerializer.Deserialize<SpeedRequest>(request)!)));
}
