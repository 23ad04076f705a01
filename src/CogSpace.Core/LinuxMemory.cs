using System.Globalization;

namespace CogSpace;

/// <summary>What Linux says about memory, in bytes. Null where it does not say, as on other systems.</summary>
public static class LinuxMemory
{
    private const string Self = "/proc/self";
    private const long Kibibyte = 1 << 10;

    /// <summary>What this process has.</summary>
    public static long? Resident => OfProcess("VmRSS");

    /// <summary>The most that this process had, since it started or since <see cref="ResetPeak"/>.</summary>
    public static long? Peak => OfProcess("VmHWM");

    /// <summary>What the machine has for new work, caches that it would give up included.</summary>
    public static long? Available => Number("/proc/meminfo", "MemAvailable:") * Kibibyte;

    /// <param name="field">Such as VmData: man 5 proc_pid_status has them all.</param>
    /// <param name="folder">The process's folder below /proc.</param>
    public static long? OfProcess(string field, string folder = Self) =>
        Number(Path.Combine(folder, "status"), $"{field}:") * Kibibyte;

    /// <summary>Forgets the peak so far, where this process may.</summary>
    public static void ResetPeak()
    {
        const string References = $"{Self}/clear_refs";
        try
        {
            if (File.Exists(References))
                File.WriteAllText(References, "5");
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            // The peak so far counts, too.
        }
    }

    /// <summary>Reads one of the kernel's tables.</summary>
    /// <param name="file">Such as /proc/meminfo.</param>
    /// <param name="name">How the line begins; "": the first.</param>
    /// <returns>The number after the name; null without such a file, line or number ("max", "unlimited").</returns>
    public static long? Number(string file, string name)
    {
        string? line = LineOf(file, name);
        string[] words = line?[name.Length..].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) ?? [];
        return words.Length > 0 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
    }

    private static string? LineOf(string file, string name)
    {
        try
        {
            return File.Exists(file)
                ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
                : null;
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            return null;        // a process that has just ended takes its tables with it
        }
    }
}
