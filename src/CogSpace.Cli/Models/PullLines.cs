using System.Diagnostics;
using CogSpace.Generation.Hub;

namespace CogSpace.Cli.Models;

/// <summary>A pull in a log: a line every ten seconds, one for each note, and one at the end.</summary>
internal sealed class PullLines : IProgress<PullProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long? _last;
    private string? _note;

    public void Report(PullProgress value)
    {
        lock (_lock)
        {
            bool isEnd = value.Of > 0 && value.Files == value.OfFiles;
            bool isNews = value.Note is not null && value.Note != _note;
            if (!isEnd && !isNews && _last is { } last && Stopwatch.GetElapsedTime(last) < Interval)
                return;
            (_last, _note) = (Stopwatch.GetTimestamp(), value.Note);
            Console.Error.WriteLine(value.Text);
        }
    }
}
