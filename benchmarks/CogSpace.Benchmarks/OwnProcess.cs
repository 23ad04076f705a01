using System.Diagnostics;

namespace CogSpace.Benchmarks;

/// <summary>A part of a benchmark in a process of its own, so that nothing is warm and its peak memory is its own.</summary>
internal static class OwnProcess
{
    /// <summary>Starts this program again.</summary>
    /// <param name="words">Its command line, which Program.cs reads.</param>
    public static Process Start(params IEnumerable<string> words) => Process.Start(Again(words))!;

    /// <summary>As <see cref="Start"/>, with the garbage collector that the page's server has.</summary>
    public static Process StartServer(params IEnumerable<string> words)
    {
        var start = Again(words);
        start.Environment["DOTNET_gcServer"] = "1";
        return Process.Start(start)!;
    }

    private static ProcessStartInfo Again(IEnumerable<string> words) =>
        new("dotnet", [typeof(OwnProcess).Assembly.Location, .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
}
