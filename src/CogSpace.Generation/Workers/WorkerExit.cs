namespace CogSpace.Generation.Workers;

/// <summary>How a worker's process ended.</summary>
/// <param name="Code">What it returned, or 128 and the number of the signal that ended it.</param>
internal readonly record struct WorkerExit(int Code)
{
    private const int Signals = 128;
    private const int KillSignal = 9;

    /// <summary>Nobody but the system, for want of memory, or a person ends a program so.</summary>
    public bool IsKill => Code == Signals + KillSignal;

    public override string ToString() => Code > Signals ? $"signal {Code - Signals}" : $"exit code {Code}";
}
