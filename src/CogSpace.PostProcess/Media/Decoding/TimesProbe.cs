namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>Finds out when a video's frames are shown where its header does not say so, or not reliably.</summary>
internal static class TimesProbe
{
    private const int ShareThatMayRepeat = 20; // one of so many frames

    /// <exception cref="MediaException">It is damaged, or has too many frames.</exception>
    public static async Task<StreamTimes> RunAsync(
        MediaFile file, string demuxer, int stream, CancellationToken cancellationToken)
    {
        await using var ffprobe = MediaProgram.Probe(file, demuxer, StreamTimes.Options);
        using var lines = new StreamReader(ffprobe.Output);
        double most = file.Options.VideoLength.TotalSeconds * file.Options.VideoFramesPerSecond;
        int tooMany = (int)Math.Min(most + 1, int.MaxValue);
        var times = await StreamTimes.ReadAsync(lines, stream, tooMany, cancellationToken);
        if (times.Frames == tooMany)
            throw file.Refuse(FormattableString.Invariant($"more than {most:0} frames are too many"));
        return await ffprobe.EndAsync(cancellationToken) ? times : throw file.Refuse($"it is damaged.{ffprobe.Log.Quote}");
    }

    /// <returns>How many frames there are, and at which rate; the mean where it varies.</returns>
    /// <exception cref="MediaException">It is cut off, too long, or says nothing of time.</exception>
    public static (long Frames, double FramesPerSecond) Count(MediaFile file, VideoHeader header, StreamTimes count)
    {
        const double Slack = 0.05; // of the length
        if (count.Frames == 0)
            throw file.Refuse("there is no picture in it");
        VideoProbe.RefuseLength(file, count.Seconds);
        double there = Math.Max(count.Seconds, count.End); // a file may count from its own beginning, or from zero
        if (count.Seconds > 0 && header.Seconds > there + Math.Max(1, Slack * header.Seconds))
            throw file.Refuse(
                FormattableString.Invariant($"it is cut off: {there:0.#} of {header.Seconds:0.#} seconds are there"));

        double rate = count.Seconds > 0 ? count.Frames / count.Seconds : 0;
        bool headerAgrees = header.FramesPerSecond > 0 && Math.Abs((header.FramesPerSecond * count.Seconds) - count.Frames) < 1;
        if (headerAgrees)
            rate = header.FramesPerSecond; // times in the packets may be rounded to milliseconds
        if (count.Frames == 1)
            return (1, rate is > 0 and var known && known <= file.Options.VideoFramesPerSecond ? known : 1); // of no meaning
        return rate > 0
            ? (count.Frames, rate)
            : throw file.Refuse("it has 0 frames per second: nothing in it says how fast its frames follow each other");
    }

    /// <exception cref="MediaException">Too many frames are to be shown at the same time as another.</exception>
    public static void RefuseRepeated(MediaFile file, StreamTimes times)
    {
        if (times.Repeated > times.Frames / ShareThatMayRepeat)
            throw file.Refuse(
                $"its times contradict each other: {times.Repeated} of its {times.Frames} frames are to be shown at the same " +
                "time as another");
    }
}
