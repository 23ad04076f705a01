namespace CogSpace.Generation;

/// <summary>The most memory that this program had, beyond what it had at a moment; on Linux.</summary>
public sealed class PeakMemory
{
    private readonly long? _before = LinuxMemory.Resident;

    private PeakMemory()
    {
    }

    /// <summary>Bytes; null where that cannot be found out.</summary>
    public long? Bytes => LinuxMemory.Peak - _before;

    /// <summary>Begins to count: what was taken and given back before does not.</summary>
    public static PeakMemory Start()
    {
        LinuxMemory.ResetPeak();
        return new PeakMemory();
    }
}
