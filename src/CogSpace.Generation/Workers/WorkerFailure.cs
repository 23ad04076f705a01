namespace CogSpace.Generation.Workers;

/// <summary>The kinds of failure that are told apart on the other side.</summary>
internal enum FailureKind
{
    Cancelled,
    Known,
    InvalidRequest,
    GenerationFailed,
    Media,
    MemoryShortage,
    ModelLoad,
    Disk,

    /// <summary>A bug.</summary>
    Unexpected,
}

/// <summary>An exception on its way to another process.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Message">Its message; of <see cref="FailureKind.ModelLoad"/> what is wrong with the file.</param>
/// <param name="File">Of <see cref="FailureKind.ModelLoad"/>; else null.</param>
/// <param name="Details">All of it, for the log.</param>
internal sealed record WorkerFailure(FailureKind Kind, string Message, string? File, string Details)
{
    public static WorkerFailure Of(Exception e) => e switch
    {
        ModelLoadException load => new(FailureKind.ModelLoad, load.Problem, load.File, $"{e}"),
        _ => new(KindOf(e), e.Message, null, $"{e}"),
    };

    /// <summary>The exception as it was, except that what it contains is text.</summary>
    public Exception ToException() => Kind switch
    {
        FailureKind.Cancelled => new OperationCanceledException(Message, Inner),
        FailureKind.InvalidRequest => new InvalidRequestException(Message),
        FailureKind.GenerationFailed => new GenerationFailedException(Message),
        FailureKind.Media => new MediaException(Message, Inner),
        FailureKind.MemoryShortage => new MemoryShortageException(Message, Inner),
        FailureKind.ModelLoad => new ModelLoadException(File ?? "", Message, Inner),
        FailureKind.Disk => new DiskException(Message, Inner),
        FailureKind.Known => new CogSpaceException(Message, Inner),
        _ => new InvalidOperationException($"The worker failed: {Message}", Inner),
    };

    private RemoteException Inner => new(Details);

    private static FailureKind KindOf(Exception e) => e switch
    {
        OperationCanceledException => FailureKind.Cancelled,
        InvalidRequestException => FailureKind.InvalidRequest,
        GenerationFailedException => FailureKind.GenerationFailed,
        MediaException => FailureKind.Media,
        MemoryShortageException => FailureKind.MemoryShortage,
        DiskException => FailureKind.Disk,
        CogSpaceException => FailureKind.Known,
        _ => FailureKind.Unexpected,
    };

    // With the stack of the other process in the place of its own.
    private sealed class RemoteException(string details) : Exception(details)
    {
        public override string ToString() => $"In the worker: {Message}";
    }
}
