using System.Globalization;
using System.Security.Cryptography;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>Takes the sound and the subtitles out of a video.</summary>
internal static class SideTrackReader
{
    /// <returns>Every track but the picture.</returns>
    /// <exception cref="MediaException">It is not a video that is read.</exception>
    public static async Task<IReadOnlyList<SideTrack>> FindAsync(MediaFile file, CancellationToken cancellationToken)
    {
        string demuxer = await VideoProbe.FindDemuxerAsync(file, cancellationToken);
        using var timer = new ReadingTimer(file, cancellationToken);
        using var told = await timer.WatchAsync(token => VideoProbe.AskAsync(file, demuxer, SideTrack.Options, token));
        return SideTrack.Parse(told.RootElement);
    }

    /// <param name="file">That is read.</param>
    /// <param name="tracks">Of <see cref="FindAsync"/>.</param>
    /// <param name="start">Where they begin, in seconds from the beginning of the file.</param>
    /// <param name="seconds">How long they last.</param>
    /// <param name="cancellationToken">Ends FFmpeg.</param>
    /// <exception cref="MediaException">They cannot be read.</exception>
    public static async Task<SideTracks> ReadAsync(
        MediaFile file, IReadOnlyList<SideTrack> tracks, double start, double seconds, CancellationToken cancellationToken)
    {
        var kept = tracks.Where(track => track.CanBeKept).ToList();
        List<string> notes = [.. Notes(tracks)];
        if (kept.Count == 0)
            return new SideTracks(null, hasSound: false, notes);
        string demuxer = await VideoProbe.FindDemuxerAsync(file, cancellationToken);
        var target = new ScratchFile(
            Path.Combine(Path.GetTempPath(), $"cogspace-{RandomNumberGenerator.GetHexString(12, lowercase: true)}.m4a"));
        Task<string?> TryAsync(IReadOnlyList<SideTrack> some, bool copies) =>
            RunAsync(file, demuxer, start, seconds, Coding(some, copies), target, cancellationToken);
        try
        {
            // Copying begins at a packet, which is not where we say.
            string? complaint = start == 0 && kept.Exists(track => track.CanBeCopied) ? await TryAsync(kept, copies: true) : "";
            if (complaint is not null)
                complaint = await TryAsync(kept, copies: false);
            var sounds = kept.Where(track => track.IsSound).ToList();
            if (complaint is not null && sounds.Count < kept.Count)
            {
                notes.Add("The subtitles of the video are damaged and were left out.");
                complaint = sounds.Count > 0 ? await TryAsync(sounds, copies: false) : null;
            }

            return complaint is null
                ? new SideTracks(target, sounds.Count > 0, notes)
                : throw file.Refuse($"its sound is damaged.{complaint}");
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    private static IEnumerable<string> Notes(IReadOnlyList<SideTrack> tracks)
    {
        string[] lost = [.. tracks.Where(track => !track.CanBeKept).Select(track => track.Words)];
        if (lost.Length > 0)
            yield return $"An MP4 cannot hold everything that is in the video's file. Left out: {string.Join(", ", lost)}.";
        if (tracks.Any(track => track.LosesStyle))
            yield return "The subtitles were kept as plain text: an MP4 cannot hold their fonts, colours and places.";
    }

    // One argument each, for the tracks in their order.
    private static IEnumerable<string> Coding(IReadOnlyList<SideTrack> tracks, bool copies)
    {
        foreach (var track in tracks)
            foreach (string argument in new[] { "-map", string.Create(CultureInfo.InvariantCulture, $"0:{track.Index}") })
                yield return argument;
        int output = 0;
        foreach (var track in tracks)
        {
            string codec = track.IsSubtitle ? "mov_text" : copies && track.CanBeCopied ? "copy" : "aac";
            string number = output++.ToString(CultureInfo.InvariantCulture);
            string[] coding =
            [
                $"-c:{number}", codec, .. codec == "aac" ? [$"-b:{number}", "160k"] : Array.Empty<string>(),
                $"-metadata:s:{number}", $"language={track.Language}",
                $"-disposition:{number}", track.IsDefault ? "default" : "0",
            ];
            foreach (string argument in coding)
                yield return argument;
        }
    }

    // Null: it went well; else FFmpeg's words.
    private static async Task<string?> RunAsync(
        MediaFile file, string demuxer, double start, double seconds, IEnumerable<string> coding, ScratchFile target,
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
                "-map_metadata",
                "-1",
                "-map_chapters",
                "-1",
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
