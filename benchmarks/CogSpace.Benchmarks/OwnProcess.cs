using System.Diagnostics;

namespace CogSpace.Benchmarks;

/// <summary>A part of a benchmark in a process of its own, so that nothing is warm and its peak memory is its own.</summary>
internal static class OwnProcess
{
    /// <summary>Starts this program again.</summary>
    /// <param name="words">Its command line, which Program.cs reads.</param>
    public static Process Start(params IEnumerable<string> words)
    {
        string[] arguments = [typeof(OwnProcess).Assembly.Location, .. words];
        return Process.Start(
            new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }
}
