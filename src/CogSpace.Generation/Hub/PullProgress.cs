using System.Diagnostics;
using System.Globalization;

namespace CogSpace.Generation.Hub;

/// <summary>How far a pull has come.</summary>
/// <param name="Model">What is pulled.</param>
/// <param name="Bytes">That are there, those that were before included.</param>
/// <param name="Of">That the model needs, as far as is known; 0: nothing is known yet.</param>
/// <param name="Files">That are complete.</param>
/// <param name="OfFiles">That the model needs.</param>
/// <param name="BytesPerSecond">Over the last seconds; null while nothing has been measured.</param>
/// <param name="Note">What one should know just now, a sentence; null: nothing.</param>
public sealed record PullProgress(string Model, long Bytes, long Of, int Files, int OfFiles, double? BytesPerSecond, string? Note)
{
    /// <summary>null while nothing has been measured.</summary>
    public double? SecondsLeft => BytesPerSecond is > 0 ? (Of - Bytes) / BytesPerSecond : null;

    /// <summary>The progress in words: "zai-org/CogVideoX-2b: 1.2 of 13.8 GB, file 3 of 12, 48 MB/s, 4 min left".</summary>
    public string Text
    {
        get
        {
            string text = string.Create(
                CultureInfo.InvariantCulture,
                $"{Model}: {ByteSize.Format(Bytes)} of {ByteSize.Format(Of)}, file {Math.Min(Files + 1, OfFiles)} of {OfFiles}");
            if (BytesPerSecond is { } rate && Bytes < Of)
                text += $", {ByteSize.Format((long)rate)}/s";
            if (SecondsLeft is { } left && Bytes < Of)
                text += $", {Duration(left)} left";
            return Note is null ? text : $"{text}. {Note}";
        }
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s"),
        < 90 * 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };
}

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
