using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CogSpace.Generation.Workers;

/// <summary>The worker's side: a process that makes videos for the server that started it, and ends with it.</summary>
public static class WorkerProgram
{
    private const string KilledFirst = "800";     // of 1000

    private static readonly PosixSignal[] ForTheServer =
        [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    /// <summary>Works until the server says that it is enough, or is gone.</summary>
    /// <param name="socket">Where the server listens.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string socket)
    {
        // So that what it starts ends with it, and a signal for all of the server's programs does not end a video.
        bool leads = ProcessGroup.Lead();
        var ignored = ForTheServer.Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true));
        var registrations = ignored.ToList();
        BecomeFirstToBeKilled();

        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket));
        using var channel = new MessageChannel(new NetworkStream(connection, ownsSocket: true));
        bool isTold = await new WorkerSession(channel).RunAsync();
        GC.KeepAlive(registrations);
        if (isTold)
            Environment.Exit(0);        // whatever threads there still are
        End(leads);
        return 1;
    }

    // When memory runs out, Linux ends the process with the highest score.
    private static void BecomeFirstToBeKilled()
    {
        const string Score = "/proc/self/oom_score_adj";
        try
        {
            if (File.Exists(Score))
                File.WriteAllText(Score, KilledFirst);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            // Then it is chosen by its size, which is often enough.
        }
    }

    // With the programs that it has started, in the middle of whatever they do.
    private static void End(bool leads)
    {
        if (leads)
            ProcessGroup.Kill(Environment.ProcessId);
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
