namespace CogSpace.Generation.Workers;

/// <summary>The worker's process ended in the middle of an order. Another one will be started for the next.</summary>
public sealed class WorkerDiedException : CogSpaceException
{
    /// <param name="isKill">Whether somebody ended it, most likely the system for want of memory.</param>
    /// <param name="how">For the log: "signal 11".</param>
    internal WorkerDiedException(bool isKill, string how)
        : base(SentenceOf(isKill, times: 1)) => (IsKill, How) = (isKill, how);

    /// <summary>Whether somebody ended it, most likely the system for want of memory; else it crashed.</summary>
    public bool IsKill { get; }

    /// <summary>For the log: "signal 11".</summary>
    public string How { get; }

    /// <summary>Why a video is given up, for the person who asked for it.</summary>
    /// <param name="times">How often it has been tried.</param>
    public string Sentence(int times) => SentenceOf(IsKill, times);

    private static string SentenceOf(bool isKill, int times)
    {
        string often = times == 1 ? "" : $" {times} times";
        return isKill
            ? $"The program that makes videos was ended by the system{often} while it worked on this, probably because " +
                "memory ran out. Fewer frames or a smaller size take less."
            : $"The program that makes videos crashed{often} while it worked on this. The server's log says more.";
    }
}
