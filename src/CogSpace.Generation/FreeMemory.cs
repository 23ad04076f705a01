using System.Globalization;
using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>How much memory is free where models compute.</summary>
public static class FreeMemory
{
    private const long Mebibyte = 1 << 20;

    // Code that was compiled, threads and the like.
    private const long Runtime = 100 * Mebibyte;

    // These limits count addresses, not memory: stacks of threads and whole libraries that are yet to come, though little of
    // them is ever touched. Measured: 120 and 1000 MB.
    private const long UntouchedData = 160 * Mebibyte;
    private const long UntouchedSpace = 1200 * Mebibyte;

    /// <summary>
    /// What a video may take: what is free where it is made, what this program would give back for it, and never more than the
    /// limit.
    /// </summary>
    /// <returns>Bytes; null when it cannot be found out.</returns>
    /// <exception cref="InvalidRequestException">There is no such device.</exception>
    internal static long? For(PipelineOptions options) =>
        For(options, ComputeChoice.Summarize(options).Device, OwnNative(GC.GetGCMemoryInfo().TotalCommittedBytes));

    /// <summary>As the other, where videos are made by another process.</summary>
    /// <param name="options">The limit.</param>
    /// <param name="device">"cpu" or "cuda:n".</param>
    /// <param name="process">The process's folder below /proc; null: it does not run.</param>
    internal static long? For(PipelineOptions options, string device, string? process) =>
        For(options, device, process is null ? 0 : OwnNative(objects: 0, process));

    /// <param name="device">"cpu" or "cuda:n".</param>
    /// <returns>Bytes; null when it cannot be found out.</returns>
    public static long? On(string device) => DeviceChoice.Parse(device).Gpu is { } gpu ? OfGpu(gpu) : OfMachine();

    /// <summary>
    /// Memory of a process that is neither of files nor of .NET's objects: models and what lies between their layers.
    /// </summary>
    /// <param name="objects">Bytes of .NET's objects.</param>
    /// <param name="process">The process's folder below /proc.</param>
    /// <returns>Bytes; 0 when it cannot be found out.</returns>
    private static long OwnNative(long objects, string process = "/proc/self") =>
        LinuxMemory.OfProcess("RssAnon", process) is { } own ? Math.Max(0, own - objects - Runtime) : 0;

    // What the process that makes videos has is given back before another model comes, or is part of what is estimated.
    private static long? For(PipelineOptions options, string device, long ownNative)
    {
        long? free = On(device);
        if (device == "cpu")
            free += ownNative;
        return options.MemoryLimit is { } limit ? Math.Min(limit, free ?? limit) : free;
    }

    // A container may have less than its machine: .NET knows the limit, Linux what is in use.
    private static long OfMachine()
    {
        long limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        long?[] others = [LinuxMemory.Available, OfGroup("/sys/fs/cgroup"), OfLimits("/proc/self")];
        return others.Min() is { } least ? Math.Min(limit, least) : limit;
    }

    /// <summary>
    /// What the limits leave that a shell or a service manager set (ulimit -d, ulimit -v); null: there are none.
    /// </summary>
    /// <param name="folder">What Linux tells of this program.</param>
    internal static long? OfLimits(string folder)
    {
        long? Left(string limit, string field, long untouched) =>
            LinuxMemory.Number(Path.Combine(folder, "limits"), limit) is { } most
                ? Math.Max(0, most - untouched - (LinuxMemory.OfProcess(field, folder) ?? 0))
                : null;
        long?[] left =
        [
            Left("Max data size", "VmData", UntouchedData),
            Left("Max address space", "VmSize", UntouchedSpace),
        ];
        return left.Min();
    }

    /// <summary>What a control group (version 2) has left; null: it has no limit, or there is none.</summary>
    /// <param name="folder">The group's.</param>
    internal static long? OfGroup(string folder)
    {
        long? Number(string file, string name = "") => LinuxMemory.Number(Path.Combine(folder, file), name);
        if (Number("memory.max") is not { } most || Number("memory.current") is not { } used)
            return null;
        // Pages of files that nobody looks at count as used, but are given up when memory is wanted.
        return Math.Max(0, most - used + (Number("memory.stat", "inactive_file ") ?? 0));
    }

    private static long? OfGpu(int index) =>
        long.TryParse(NvidiaSmi.Query("memory.free", index), NumberStyles.None, CultureInfo.InvariantCulture, out long free)
            ? free * Mebibyte
            : null;
}
