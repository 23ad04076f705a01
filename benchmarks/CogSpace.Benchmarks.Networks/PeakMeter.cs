using System.Globalization;

namespace CogSpace.Benchmarks.Networks;

/// <summary>The most memory in use while something runs: what Linux says of this program, or the driver of a GPU.</summary>
internal sealed class PeakMeter : IDisposable
{
    private const long Mebibyte = 1 << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly int? _gpu;
    private readonly long? _before;
    private readonly Task _watch = Task.CompletedTask;
    private long _most;

    /// <param name="device">"cpu" or "cuda:n".</param>
    public PeakMeter(string device)
    {
        _gpu = DeviceChoice.Parse(device).Gpu;
        _before = _gpu is { } gpu ? UsedOnGpu(gpu) : null;
        if (_before is not null)
            _watch = Task.Run(WatchAsync);
    }

    /// <summary>Bytes; null where it cannot be found out.</summary>
    public long? Peak
    {
        get
        {
            if (_gpu is not { } gpu)
                return LinuxMemory.Peak;
            if (UsedOnGpu(gpu) is { } now)      // what the library took it keeps, so the last look is not too late
                _most = Math.Max(Interlocked.Read(ref _most), now);
            return _before is { } before ? Interlocked.Read(ref _most) - before : null;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _watch.Wait();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (UsedOnGpu(_gpu!.Value) is { } used && used > Interlocked.Read(ref _most))
                Interlocked.Exchange(ref _most, used);
            await Task.Delay(Pause, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static long? UsedOnGpu(int gpu) =>
        long.TryParse(NvidiaSmi.Query("memory.used", gpu), NumberStyles.None, CultureInfo.InvariantCulture, out long mebibytes)
            ? mebibytes * Mebibyte
            : null;
}
