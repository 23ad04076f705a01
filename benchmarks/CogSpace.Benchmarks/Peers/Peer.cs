using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CogSpace.Benchmarks.Peers;

/// <summary>Python with PyTorch, doing the same work. A script says what it measured in one line of JSON.</summary>
internal static class Peer
{
    /// <returns>What the script said; null where it failed, which is said on standard error.</returns>
    public static JsonObject? Run(string python, string script, IEnumerable<string> words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, [Path.Combine(Report.Root, script), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            string? line = process.StandardOutput.ReadToEnd().Trim().Split('\n')[^1];
            process.WaitForExit();
            if (process.ExitCode == 0)
                return JsonNode.Parse(line)!.AsObject();
            Console.Error.WriteLine($"{python} {script}: {error.Result.Trim().Split('\n')[^1]}");
        }
        catch (Win32Exception)
        {
            Console.Error.WriteLine($"There is no {python}: name a Python that has PyTorch.");
        }

        return null;
    }
}
