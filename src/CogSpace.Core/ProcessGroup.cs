using System.Runtime.InteropServices;

namespace CogSpace;

/// <summary>
/// Processes that Linux signals together: a program and all that it starts. .NET cannot make one. Elsewhere nothing happens.
/// </summary>
public static class ProcessGroup
{
    private const int Self = 0;
    private const int KillSignal = 9;

    /// <summary>
    /// Makes this process the leader of a group of its own. Ctrl+C in the terminal then reaches neither it nor what it starts.
    /// </summary>
    /// <returns>Whether it leads one.</returns>
    public static bool Lead() => OperatingSystem.IsLinux() && SetGroup(Self, Self) == 0;

    /// <summary>Ends a group at once, whatever is left of it.</summary>
    /// <param name="leader">The number of its leader, which may have ended.</param>
    public static void Kill(int leader)
    {
        if (OperatingSystem.IsLinux() && leader > 1)
            _ = Signal(-leader, KillSignal);
    }

    [DllImport("libc", EntryPoint = "setpgid")]
    private static extern int SetGroup(int process, int group);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
