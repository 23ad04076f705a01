using System.Globalization;

namespace CogSpace.Benchmarks.Attacks;

/// <summary>What one process takes of the system at one moment.</summary>
/// <param name="Process">Its number.</param>
/// <param name="MemoryBytes">Resident.</param>
/// <param name="OpenFiles">Descriptors.</param>
/// <param name="Threads">How many it has.</param>
internal sealed record ProcessUse(int Process, long MemoryBytes, int OpenFiles, long Threads)
{
    /// <param name="process">One that is running.</param>
    public static ProcessUse Of(int process)
    {
        string folder = $"/proc/{process}";
        return new ProcessUse(
            process, LinuxMemory.OfProcess("VmRSS", folder) ?? 0,
            Directory.EnumerateFileSystemEntries(Path.Combine(folder, "fd")).Count(),
            LinuxMemory.Number(Path.Combine(folder, "status"), "Threads:") ?? 0);
    }

    /// <summary>Of a process that another one has started with some word; null: there is none.</summary>
    public static ProcessUse? ChildOf(int parent, string word)
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int process)
                || LinuxMemory.Number(Path.Combine(folder, "status"), "PPid:") != parent)
                continue;
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0').Contains(word))
                    return Of(process);
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }

        return null;
    }
}
