using System.Globalization;

namespace CogSpace.Tests;

/// <summary>Videos and what is shown and heard in them at which time, in seconds, as a player has it.</summary>
internal static class TimedVideo
{
    private const int Rate = 8000, Loud = 1500, Gap = Rate / 5;

    /// <summary>Times of all pictures, in order, counted from the beginning of the file.</summary>
    public static async Task<IReadOnlyList<double>> TimesAsync(string video)
    {
        var times = (await TextAsync(
                "ffprobe", "-v", "error", "-select_streams", "V:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0", video))
            .Select(line => Number(line.TrimEnd(',')))
            .Order()
            .ToList();
        string start = (await TextAsync(
            "ffprobe", "-v", "error", "-show_entries", "format=start_time", "-of", "csv=p=0", video))[0];
        return [.. times.Select(time => time - Number(start))];
    }

    /// <summary>When the picture turns white.</summary>
    public static async Task<IReadOnlyList<double>> FlashesAsync(string video)
    {
        var flashes = new List<double>();
        double time = 0;
        bool isWhite = false;
        string[] lines = await TextAsync(
            "ffmpeg", "-v", "error", "-i", video, "-map", "0:V:0", "-vf",
            "scale=4:4,format=gray,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-", "-fps_mode", "passthrough",
            "-f", "null", "/dev/null");
        foreach (string line in lines)
        {
            if (line.Contains("pts_time:", StringComparison.Ordinal))
                time = Number(line[(line.IndexOf("pts_time:", StringComparison.Ordinal) + 9)..]);
            else
            {
                bool wasWhite = isWhite;
                isWhite = Number(line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]) > 150;
                if (isWhite && !wasWhite)
                    flashes.Add(time);
            }
        }

        return flashes;
    }

    /// <summary>When a beep begins.</summary>
    public static async Task<IReadOnlyList<double>> BeepsAsync(string video)
    {
        byte[] pcm = await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-i", video, "-map", "0:a:0", "-af", "aresample=async=1:first_pts=0", "-ar", $"{Rate}",
            "-ac", "1", "-f", "s16le", "-");
        var beeps = new List<double>();
        int last = -Gap;
        for (int i = 0; i < pcm.Length / 2; i++)
        {
            if (Math.Abs((int)BitConverter.ToInt16(pcm, 2 * i)) <= Loud)
                continue;
            if (i - last >= Gap)
                beeps.Add((double)i / Rate);
            last = i;
        }

        return beeps;
    }

    /// <summary>White 1 and 2 seconds after the first picture, beeps 1.2 and 2.2 seconds after the first sound.</summary>
    /// <param name="path">The container goes by its ending.</param>
    /// <param name="pictureLate">Seconds by which the picture begins later.</param>
    /// <param name="soundLate">Seconds by which the sound begins later.</param>
    /// <param name="encoders">Options, parted by spaces.</param>
    public static Task MakeAsync(string path, double pictureLate, double soundLate, string encoders) =>
        Programs.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-itsoffset", Text(pictureLate), "-f", "lavfi", "-i",
                "color=black:s=64x48:r=25:d=3,drawbox=c=white:t=fill:enable='eq(n,25)+eq(n,50)',settb=1/1000", "-itsoffset",
                Text(soundLate), "-f", "lavfi", "-i",
                "aevalsrc='0.8*sin(2*PI*1000*t)*(between(t,1.2,1.25)+between(t,2.2,2.25))':s=48000:d=3", "-map", "0:v",
                "-map", "1:a", "-pix_fmt", "yuv420p", "-fps_mode", "passthrough", "-copyts", .. encoders.Split(' '), "-y",
                path,
            ]
        );

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text.Trim(), CultureInfo.InvariantCulture);

    private static async Task<string[]> TextAsync(string program, params string[] arguments) =>
        System.Text.Encoding.ASCII.GetString(await Programs.RunAsync(program, arguments))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
