using System.Globalization;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>When a video's frames are shown, by looking at each of them without decoding any.</summary>
/// <param name="Frames">How many there are.</param>
/// <param name="Seconds">From the beginning of the first to the end of the last; 0 where nothing is said of time.</param>
internal sealed record StreamTimes(int Frames, double Seconds)
{
    private const double MostJitter = 0.005, MostJitterShare = 0.4, Least = 1e-6, Millisecond = 0.001;

    /// <summary>What ffprobe is asked for.</summary>
    public static IReadOnlyList<string> Options { get; } =
    ["-show_entries", "packet=stream_index,pts_time,duration_time,flags", "-of", "csv=p=0"];

    /// <summary>Where the last packet of any track ends, in seconds on the file's own clock.</summary>
    public double End { get; private init; }

    /// <summary>Frames that claim to be shown at the same time as another.</summary>
    public int Repeated { get; private init; }

    /// <summary>Null: the rate of <see cref="Frames"/> in <see cref="Seconds"/> is constant.</summary>
    public FrameIntervals? Intervals { get; private init; }

    /// <param name="lines">"0,1.500000,0.040000,K_" for each packet, in the order of the file.</param>
    /// <param name="stream">The index of the picture's stream.</param>
    /// <param name="most">Frames that are too many: no more are looked at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<StreamTimes> ReadAsync(
        TextReader lines, int stream, int most, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        int frames = 0;
        double latest = double.NegativeInfinity, end = double.NegativeInfinity, duration = 0;
        while (frames < most && await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            string[] parts = line.Split(',');
            if (parts.Length < 4 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out int index))
                continue;
            bool hasTime = TryParse(parts[1], out double shown);
            double lasts = TryParse(parts[2], out double said) ? said : 0;
            if (hasTime)
                end = Math.Max(end, shown + lasts);
            if (index != stream || parts[3].Contains('D')) // not to be shown
                continue;

            frames++;
            if (!hasTime)
                continue;
            times.Add(shown);
            if (shown >= latest) // else not in the order of showing
                (latest, duration) = (shown, lasts);
        }

        return Of(frames, times, duration) with { End = end };
    }

    private static StreamTimes Of(int frames, List<double> times, double last)
    {
        if (frames == 1)
            return new StreamTimes(1, last);
        times.Sort();
        double between = times.Count > 1 ? times[^1] - times[0] : 0;
        if (between <= 0)
            return new StreamTimes(frames, 0);
        if (last <= 0)
            last = between / (frames - 1); // as long as the others on average
        var seconds = new StreamTimes(frames, between + last) { Repeated = CountRepeated(times) };
        return times.Count < frames || IsConstant(times, between / (frames - 1))
            ? seconds
            : seconds with { Intervals = new FrameIntervals(Shortest(times), last) };
    }

    // Times may be rounded to milliseconds, and the clocks of cameras are not perfect.
    private static bool IsConstant(List<double> times, double interval)
    {
        double most = Math.Min(MostJitter, MostJitterShare * interval);
        for (int i = 0; i < times.Count; i++)
        {
            if (Math.Abs(times[i] - times[0] - (i * interval)) > most)
                return false;
        }

        return true;
    }

    private static double Shortest(List<double> times) =>
        times.Zip(times.Skip(1), (first, second) => second - first).Where(gap => gap > Least)
            .DefaultIfEmpty(Millisecond).Min();

    private static int CountRepeated(List<double> times) =>
        times.Zip(times.Skip(1), (first, second) => second - first).Count(gap => gap <= Least);

    private static bool TryParse(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
