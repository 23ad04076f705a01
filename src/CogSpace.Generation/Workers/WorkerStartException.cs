namespace CogSpace.Generation.Workers;

/// <summary>The worker's process does not start, or ends before it is ready.</summary>
public sealed class WorkerStartException : CogSpaceException
{
    internal WorkerStartException(string how, Exception? inner = null)
        : base("The program that makes videos does not start. The server's log says why.", inner) => How = how;

    /// <summary>What happened, for the log.</summary>
    public string How { get; }
}
