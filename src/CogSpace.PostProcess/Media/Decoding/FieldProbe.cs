namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>Finds out by the first frames whether a video is interlaced, where its header does not say.</summary>
internal static class FieldProbe
{
    private const string FirstFrames = "%+#4";

    private static readonly string[] Question =
    [
        "-select_streams", "V:0", "-read_intervals", FirstFrames, "-show_entries", "frame=interlaced_frame",
        "-of", "default=nokey=1:noprint_wrappers=1",
    ];

    /// <returns>Whether one of the first frames is stored as two fields; false where they cannot be decoded.</returns>
    /// <exception cref="MediaException">FFmpeg is missing.</exception>
    public static async Task<bool> IsInterlacedAsync(MediaFile file, string demuxer, CancellationToken cancellationToken)
    {
        await using var ffprobe = MediaProgram.Probe(file, demuxer, Question);
        using var lines = new StreamReader(ffprobe.Output);
        bool isInterlaced = false;
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
            isInterlaced |= line.Trim() == "1";
        await ffprobe.EndAsync(cancellationToken);
        return isInterlaced;
    }
}
