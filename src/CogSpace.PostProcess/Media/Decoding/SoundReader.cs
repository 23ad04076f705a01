using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>Takes the sound out of a video.</summary>
internal static class SoundReader
{
    // What players expect in an MP4; anything else becomes AAC.
    private static readonly string[] Copied = ["aac", "mp3", "ac3", "eac3", "alac", "opus"];

    private static readonly string[] AsAac = ["-c:a", "aac", "-b:a", "160k"];

    /// <returns>FFmpeg's name of how it is stored; null where there is none.</returns>
    /// <exception cref="MediaException">It is not a video that is read.</exception>
    public static async Task<string?> FindCodecAsync(MediaFile file, CancellationToken cancellationToken)
    {
        string demuxer = await VideoProbe.FindDemuxerAsync(file, cancellationToken);
        using var timer = new ReadingTimer(file, cancellationToken);
        using var told = await timer.WatchAsync(token =>
            VideoProbe.AskAsync(file, demuxer, ["-select_streams", "a:0", "-show_entries", "stream=codec_name"], token)
        );
        var streams = told.RootElement.GetProperty("streams");
        return streams.GetArrayLength() == 0 ? null
            : streams[0].TryGetProperty("codec_name", out var name) ? name.GetString()
            : "";
    }

    /// <param name="file">That is read.</param>
    /// <param name="codec">Of <see cref="FindCodecAsync"/>.</param>
    /// <param name="start">Where it begins, in seconds.</param>
    /// <param name="seconds">How long it lasts.</param>
    /// <param name="cancellationToken">Ends FFmpeg.</param>
    /// <exception cref="MediaException">It cannot be read.</exception>
    public static async Task<Sound> ReadAsync(
        MediaFile file, string codec, double start, double seconds, CancellationToken cancellationToken)
    {
        string demuxer = await VideoProbe.FindDemuxerAsync(file, cancellationToken);
        var target = new ScratchFile(
            Path.Combine(Path.GetTempPath(), $"cogspace-{RandomNumberGenerator.GetHexString(12, lowercase: true)}.m4a"));
        try
        {
            // Copying begins at a packet, which is not where we say.
            string? complaint =
                start == 0 && Copied.Contains(codec)
                    ? await RunAsync(file, demuxer, start, seconds, ["-c:a", "copy"], target, cancellationToken)
                    : "";
            if (complaint is not null)
                complaint = await RunAsync(file, demuxer, start, seconds, AsAac, target, cancellationToken);
            return complaint is null ? new Sound(target) : throw file.Refuse($"its sound is damaged.{complaint}");
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    // Null: it went well; else FFmpeg's words.
    private static async Task<string?> RunAsync(
        MediaFile file, string demuxer, double start, double seconds, string[] coding, ScratchFile target,
        CancellationToken cancellationToken)
    {
        static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
        using var timer = new ReadingTimer(file, cancellationToken);
        await using var ffmpeg = MediaProgram.Start(
            FfmpegProgram.Ffmpeg,
            [
                .. MediaProgram.InputOptions(demuxer, file.Options.VideoMegapixels),
                "-ss",
                Text(start),
                "-t",
                Text(seconds),
                "-i",
                MediaProgram.Input(file),
                "-map",
                "0:a:0",
                "-map_metadata",
                "-1",
                "-vn",
                .. coding,
                "-f",
                "mp4",
                "-y",
                $"file:{target.Path}",
            ],
            file
        );
        bool succeeded = await timer.WatchAsync(ffmpeg.EndAsync);
        return succeeded && new FileInfo(target.Path) is { Exists: true, Length: > 0 } ? null : ffmpeg.Log.Quote;
    }
}
