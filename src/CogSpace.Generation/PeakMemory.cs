using System.Globalization;

namespace CogSpace.Generation;

/// <summary>The most memory that this program had, beyond what it had at a moment; on Linux.</summary>
public sealed class PeakMemory
{
    private const string Table = "/proc/self/status";
    private const long Kibibyte = 1 << 10;

    private readonly long? _before = Read("VmRSS:");

    private PeakMemory()
    {
    }

    /// <summary>Bytes; null where that cannot be found out.</summary>
    public long? Bytes => Read("VmHWM:") - _before;

    /// <summary>Begins to count: what was taken and given back before does not.</summary>
    public static PeakMemory Start()
    {
        const string Reset = "/proc/self/clear_refs";
        try
        {
            if (File.Exists(Reset))
                File.WriteAllText(Reset, "5");
        }
        catch (Exception e) when (Disk.Failed(e)) // the peak so far counts, too
        {
        }

        return new PeakMemory();
    }

    private static long? Read(string name) => File.Exists(Table)
        && File.ReadLines(Table).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
        && long.TryParse(
            line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], NumberStyles.None,
            CultureInfo.InvariantCulture, out long number)
            ? number * Kibibyte
            : null;
}
