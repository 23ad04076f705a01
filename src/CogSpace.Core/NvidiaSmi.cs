using System.ComponentModel;
using System.Diagnostics;

namespace CogSpace;

/// <summary>What the driver says about a GPU.</summary>
public static class NvidiaSmi
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="field">Such as memory.used, in MiB.</param>
    /// <param name="gpu">The GPU's number.</param>
    /// <returns>Null where nvidia-smi is missing or does not answer.</returns>
    public static string? Query(string field, int gpu)
    {
        try
        {
            string[] words = [$"--query-gpu={field}", "--format=csv,noheader,nounits", "-i", $"{gpu}"];
            using var program = Process.Start(new ProcessStartInfo("nvidia-smi", words)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string? line = program.StandardOutput.ReadLine();
            return program.WaitForExit(Patience) && program.ExitCode == 0 ? line?.Trim() : null;
        }
        catch (Win32Exception) // no such program
        {
            return null;
        }
    }
}
