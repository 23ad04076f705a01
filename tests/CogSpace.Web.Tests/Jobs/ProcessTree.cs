using System.Globalization;
using System.Runtime.InteropServices;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>Processes of this machine as Linux lists them.</summary>
internal static class ProcessTree
{
    private const int Stop = 19;

    /// <summary>All that a process has started, and what these have started; those that have ended are left out.</summary>
    public static IReadOnlyList<int> Below(int process)
    {
        var parents = All().ToDictionary(each => each.Id, each => each.Parent);
        return [.. parents.Keys.Where(id => Above(id).Contains(process))];

        IEnumerable<int> Above(int id)
        {
            while (parents.TryGetValue(id, out int parent) && parent > 1)
            {
                yield return parent;
                id = parent;
            }
        }
    }

    /// <summary>"ffmpeg"; null: it has ended.</summary>
    public static string? NameOf(int process) => Read(process, "comm")?.Trim();

    /// <summary>Whether it makes videos for a server.</summary>
    public static bool IsWorker(int process) => Read(process, "cmdline")?.Split('\0').Contains("worker") == true;

    /// <summary>Whether it has a file in memory whose name contains this.</summary>
    public static bool HasLoaded(int process, string name) =>
        Read(process, "maps")!.Contains(name, StringComparison.Ordinal);

    /// <summary>Whether it is still there; one that nobody has waited for is not.</summary>
    public static bool IsAlive(int process) => All().Any(each => each.Id == process);

    /// <summary>Has a process do nothing any more, until it is ended.</summary>
    public static void Suspend(int process) => Assert.Equal(0, Send(process, Stop));

    /// <summary>
    /// Ends a process by a signal, sent until it has gone: .NET lets the first of some signals pass. It is stopped meanwhile, so
    /// that it gets no further on a busy machine.
    /// </summary>
    /// <param name="process">Which.</param>
    /// <param name="signal">By number: 6 aborts, 9 kills, 11 is a bad address.</param>
    public static void End(int process, int signal)
    {
        const int Continue = 18;
        _ = Send(process, Stop);
        for (int tries = 0; tries < 1000 && Send(process, signal) == 0; tries++)
        {
            _ = Send(process, Continue);
            Thread.Sleep(5);
            _ = Send(process, Stop);
        }
    }

    // "12 (ffmpeg) S 11 ...": the number, the name, the state, the parent's number.
    private static IEnumerable<(int Id, int Parent)> All() =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), out _)
        let id = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)
        let words = Read(id, "stat")?.Split(") ")[^1].Split(' ')
        where words is not null && words[0] is not ("Z" or "X")
        select (id, int.Parse(words[1], CultureInfo.InvariantCulture));

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);

    private static string? Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;       // it has just ended
        }
    }
}
