using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace CogSpace.Verification.Speed;

/// <summary>The most memory that is in use while something runs: what Linux says of this program, or what the driver says of a GPU.</summary>
internal sealed class PeakMeter : IDisposable
{
    private const string Table = "/proc/self/status";
    private const long Kibibyte = 1 << 10;
    private const long Mebibyte = 1 << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly string? _gpu;
    private readonly long? _before;
    private readonly Task _watch = Task.CompletedTask;
    private long _most;

    /// <param name="device">"cpu" or "cuda:n".</param>
    public PeakMeter(string device)
    {
        if (device == "cpu")
            return;
        _gpu = device.Split(':')[^1];
        _before = UsedOnGpu(_gpu);
        if (_before is not null)
            _watch = Task.Run(WatchAsync);
    }

    /// <summary>Bytes; null where it cannot be found out.</summary>
    public long? Peak
    {
        get
        {
            if (_gpu is null)
                return OfProgram();
            if (UsedOnGpu(_gpu) is { } now)      // what the library took it keeps, so the last look is not too late
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
            if (UsedOnGpu(_gpu!) is { } used && used > Interlocked.Read(ref _most))
                Interlocked.Exchange(ref _most, used);
            await Task.Delay(Pause, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static long? OfProgram() => File.Exists(Table)
        && File.ReadLines(Table).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
        && long.TryParse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes)
            ? kibibytes * Kibibyte
            : null;

    private static long? UsedOnGpu(string index)
    {
        try
        {
            using var program = Process.Start(new ProcessStartInfo("nvidia-smi", ["--query-gpu=memory.used", "--format=csv,noheader,nounits", "-i", index]) { RedirectStandardOutput = true, RedirectStandardError = true });
            string? line = program?.StandardOutput.ReadLine();
            return program is not null && program.WaitForExit(Patience) && long.TryParse(line, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out long used) ? used * Mebibyte : null;
        }
        catch (Win32Exception) // no such program
        {
            return null;
        }
    }
}
