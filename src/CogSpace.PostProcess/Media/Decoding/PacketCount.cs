using System.Globalization;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>How many frames a video has and how long they last, by looking at each of them without decoding any.</summary>
/// <param name="Frames">0 if there is none.</param>
/// <param name="Seconds">From the beginning of the first to the end of the last; 0 where nothing is said of time.</param>
internal readonly record struct PacketCount(int Frames, double Seconds)
{
    /// <summary>What ffprobe is asked for.</summary>
    public static IReadOnlyList<string> Options { get; } =
    ["-select_streams", "V:0", "-show_entries", "packet=pts_time,duration_time,flags", "-of", "csv=p=0"];

    /// <param name="lines">"1.500000,0.040000,K_" for each packet, in the order of the file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<PacketCount> ReadAsync(TextReader lines, CancellationToken cancellationToken)
    {
        int frames = 0;
        double first = double.PositiveInfinity, last = double.NegativeInfinity, duration = 0;
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            string[] parts = line.Split(',');
            if (parts.Length < 3 || parts[2].Contains('D')) // not to be shown
                continue;

            frames++;
            if (!TryParse(parts[0], out double shown))
                continue;
            first = Math.Min(first, shown);
            if (shown < last)
                continue; // not in the order of showing
            last = shown;
            duration = TryParse(parts[1], out double said) ? said : 0;
        }

        if (frames == 1)
            return new PacketCount(1, duration);
        if (!(last > first))
            return new PacketCount(frames, 0);
        double seconds = last - first;
        // the last one is as long as the others are
        return new PacketCount(frames, duration > 0 ? seconds + duration : seconds * frames / (frames - 1));
    }

    private static bool TryParse(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
