using System.Diagnostics;

namespace CogSpace.Generation.Hub;

/// <summary>Adds up what several downloads get, and tells it a few times a second.</summary>
internal sealed class PullMeter(string model, IProgress<PullProgress>? progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(8);

    private readonly Lock _lock = new();
    private readonly Queue<(long At, long Received)> _samples = new();
    private long _lastTold;
    private long _bytes;
    private long _received;
    private long _of;
    private int _files;
    private int _ofFiles;
    private string? _note;

    /// <summary>Bytes that came over the network: what a rate is made of.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>More files belong to the model than was known.</summary>
    public void Expect(IReadOnlyCollection<HubFile> files)
    {
        lock (_lock)
            (_of, _ofFiles) = (_of + files.Sum(file => file.Size), _ofFiles + files.Count);
        Tell(now: true);
    }

    /// <summary>Bytes that were there already; negative: that turned out to be none.</summary>
    public void Found(long bytes)
    {
        lock (_lock)
            _bytes += bytes;
        Tell(now: false);
    }

    public void Receive(int bytes)
    {
        lock (_lock)
        {
            _bytes += bytes;
            _received += bytes;
            _note = null;
        }

        Tell(now: false);
    }

    public void Complete()
    {
        lock (_lock)
        {
            if (++_files == _ofFiles)
                _note = null;
        }

        Tell(now: true);
    }

    public void Note(string sentence)
    {
        lock (_lock)
            _note = sentence;
        Tell(now: true);
    }

    private void Tell(bool now)
    {
        if (progress is null)
            return;
        PullProgress next;
        lock (_lock)
        {
            if (!now && Stopwatch.GetElapsedTime(_lastTold) < Interval)
                return;
            _lastTold = Stopwatch.GetTimestamp();
            next = new PullProgress(model, _bytes, _of, _files, _ofFiles, Rate(), _note);
        }

        progress.Report(next);
    }

    private double? Rate()
    {
        _samples.Enqueue((Stopwatch.GetTimestamp(), _received));
        while (_samples.Count > 2 && Stopwatch.GetElapsedTime(_samples.Peek().At) > Window)
            _samples.Dequeue();
        var (at, received) = _samples.Peek();
        double seconds = Stopwatch.GetElapsedTime(at).TotalSeconds;
        return seconds > 0.1 && _received > received ? (_received - received) / seconds : null;
    }
}
