using System.Globalization;
using System.Threading.Channels;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>
/// Times that FFmpeg tells while it decodes: a line on standard error for each picture, before the picture itself comes.
/// </summary>
internal sealed class PictureTimes
{
    /// <summary>Filters that tell the times, each with a comma behind.</summary>
    public const string Filters =
        @"settb=1/1000000,metadata=mode=add:key=shown:value=1,metadata=mode=print:key=shown:file=pipe\\:2:direct=1,";

    private const string Value = "shown=1", Line = "frame:", Label = "pts:";
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private readonly Channel<double?> _lines = Channel.CreateUnbounded<double?>();
    private double? _first;
    private TimeSpan? _last;

    /// <param name="line">Of FFmpeg's standard error, in seconds * 10^6: "frame:12 pts:480000 pts_time:0.48".</param>
    /// <returns>Whether it was meant for this.</returns>
    public bool TryAdd(string line)
    {
        if (line == Value)
            return true;
        if (!line.StartsWith(Line, StringComparison.Ordinal))
            return false;
        string? number = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(word => word.StartsWith(Label, StringComparison.Ordinal))?[Label.Length..];
        bool isKnown = double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double microseconds);
        _lines.Writer.TryWrite(isKnown ? microseconds : null);
        return true;
    }

    /// <summary>FFmpeg has ended.</summary>
    public void Close() => _lines.Writer.TryComplete();

    /// <returns>
    /// The time of the next picture, counted from the first. A picture that claims no time, or one before the picture in front
    /// of it, is shown right after that.
    /// </returns>
    /// <exception cref="ChannelClosedException">FFmpeg has told of no other picture.</exception>
    public async Task<TimeSpan> NextAsync(CancellationToken cancellationToken)
    {
        double? told = await _lines.Reader.ReadAsync(cancellationToken);
        _first ??= told;
        var time = TimeSpan.FromMicroseconds((told - _first) ?? 0);
        if (_last is { } last && time < last + Least)
            time = last + Least;
        _last = time;
        return time;
    }
}
