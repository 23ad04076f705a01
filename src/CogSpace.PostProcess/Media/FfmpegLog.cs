using System.Text.RegularExpressions;

namespace CogSpace.PostProcess.Media;

/// <summary>FFmpeg's last words, for the message of an exception.</summary>
internal sealed partial class FfmpegLog
{
    private const int KeptLines = 5;
    private const int KeptCharacters = 300;

    // As the operating system words them.
    private static readonly (string Said, string Means)[] DiskProblems =
    [
        ("No space left on device", "the disk is full"), ("Disk quota exceeded", "the quota of the disk is used up"),
        ("Read-only file system", "the disk is read-only"),
    ];

    private readonly Queue<string> _lines = new();
    private readonly Lock _lock = new();

    /// <summary>Lines so far, kept or not; one that FFmpeg says was repeated counts as often.</summary>
    public int Errors { get; private set; }

    /// <summary>The first line; empty where there is none.</summary>
    public string First { get; private set; } = "";

    /// <summary>Why the disk takes no file, "the disk is full", as one of the lines, kept or not, said; null: none did.</summary>
    public string? DiskProblem { get; private set; }

    /// <summary>One of the lines, kept or not, was that a picture has more pixels than it was told to decode.</summary>
    public bool SaysPictureIsTooLarge { get; private set; }

    /// <summary>" FFmpeg said: ..." to be put behind a sentence; empty where it said nothing.</summary>
    public string Quote
    {
        get
        {
            lock (_lock)
                return _lines.Count == 0 ? "" : $" FFmpeg said: {string.Join(" | ", _lines)}";
        }
    }

    // Called on the thread that reads FFmpeg's standard error.
    public void Add(string line)
    {
        line = Place().Replace(line, "").Trim();
        if (line.Length == 0)
            return;

        lock (_lock)
        {
            DiskProblem ??= Array.Find(DiskProblems, each => line.Contains(each.Said, StringComparison.Ordinal)).Means;
            SaysPictureIsTooLarge |= line.Contains("max pixel count", StringComparison.Ordinal);
            Errors += Repeated().Match(line) is { Success: true } more ? Count(more.Groups[1].ValueSpan) : 1;
            line = line.Length > KeptCharacters ? line[..KeptCharacters] : line;
            if (First.Length == 0)
                First = line;
            if (_lines.Count == KeptLines)
                _lines.Dequeue();
            _lines.Enqueue(line);
        }
    }

    private static int Count(ReadOnlySpan<char> digits) => int.TryParse(digits, out int count) ? count : 1;

    [GeneratedRegex(@"^Last message repeated (\d+) times$")]
    private static partial Regex Repeated();

    // "[h264 @ 0x55c1a2]": which part speaks, and where it lies in memory.
    [GeneratedRegex(@"^(\[[^\]]* @ 0x[0-9a-f]+\] *)+")]
    private static partial Regex Place();
}
