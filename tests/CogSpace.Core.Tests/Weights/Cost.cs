using System.Diagnostics;

namespace CogSpace.Core.Tests.Weights;

/// <summary>What a bad file may cost: less than 200 MB, and it must not hang.</summary>
internal static class Cost
{
    private const long Bytes = 200_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Every byte that the thread asks for counts, whether or not it is given back.</summary>
    public static void OfRefusing(Action open)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        open();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Bytes);
        Assert.True(clock.Elapsed < Patience, $"took {clock.Elapsed}");
    }
}
