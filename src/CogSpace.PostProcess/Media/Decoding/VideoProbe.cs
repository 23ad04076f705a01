using System.Text.Json;
using CogSpace.PostProcess.Media.Formats;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>Finds out what a video is and refuses what is not to be decoded.</summary>
internal static class VideoProbe
{
    /// <summary>For the sentence that refuses anything else.</summary>
    public const string WhatIsRead = "Videos are read as MP4, MOV, WebM, MKV, AVI, GIF and animated WebP.";

    private const string NoStreams = """{"streams":[],"format":{}}""";
    private const string TooMuch = "it says more of itself than anybody reads";
    private const string Avi = "avi";

    private static readonly string[] AsJson = ["-of", "json"];

    /// <exception cref="MediaException">It is not a video that is read.</exception>
    public static async Task<ProbedVideo> RunAsync(MediaFile file, CancellationToken cancellationToken)
    {
        string demuxer = await FindDemuxerAsync(file, cancellationToken);
        if (demuxer == WebpVideo.Demuxer)
            return await ProbeWebpAsync(file, cancellationToken);
        using var timer = new ReadingTimer(file, cancellationToken);
        var header = await timer.WatchAsync(token => ReadHeaderAsync(file, demuxer, token));
        RefuseLength(file, header.LeastSeconds);

        var (frames, rate) = (header.Frames, header.FramesPerSecond);
        FrameIntervals? intervals = null;
        if (!header.IsConclusive)
        {
            var times = await timer.WatchAsync(token => TimesProbe.RunAsync(file, demuxer, header.Index, token));
            (frames, rate) = TimesProbe.Count(file, header, times);
            intervals = demuxer == Avi ? null : times.Intervals; // an AVI has no times, only a rate
            if (intervals is not null)
            {
                TimesProbe.RefuseRepeated(file, times);
                rate = times.Frames / times.Seconds;
            }
        }

        RefuseRate(file, rate);
        var info = new VideoInfo((int)header.Width, (int)header.Height, (int)frames, rate)
        {
            Start = header.Start,
            Intervals = intervals,
        };
        return new ProbedVideo(demuxer, info, header.HasAlpha, header.Matrix)
        {
            Form = header.Form with { IsInterlaced = await IsInterlacedAsync(file, demuxer, header, timer) },
        };
    }

    private static async Task<ProbedVideo> ProbeWebpAsync(MediaFile file, CancellationToken cancellationToken)
    {
        var info = await WebpVideo.ProbeAsync(file, cancellationToken);
        RefuseLength(file, info.Seconds);
        RefuseRate(file, info.FramesPerSecond);
        return new ProbedVideo(WebpVideo.Demuxer, info, HasAlpha: true, Matrix: "auto");
    }

    private static async Task<bool> IsInterlacedAsync(MediaFile file, string demuxer, VideoHeader header, ReadingTimer timer) =>
        header.Form.IsInterlaced
        ?? (demuxer != "gif" && await timer.WatchAsync(token => FieldProbe.IsInterlacedAsync(file, demuxer, token)));

    /// <returns>FFmpeg's name of what the file is.</returns>
    /// <exception cref="MediaException">It is not a video that is read.</exception>
    public static async Task<string> FindDemuxerAsync(MediaFile file, CancellationToken cancellationToken)
    {
        var signature = await file.ReadSignatureAsync(file.Options.VideoMegabytes, cancellationToken);
        if (signature.Format is FileFormat.Mp4 or FileFormat.Mov)
            CheckComplete(file);
        return signature.Format switch
        {
            FileFormat.Mp4 or FileFormat.Mov => "mov",
            FileFormat.Matroska => "matroska",
            FileFormat.Gif => "gif",
            FileFormat.Webp => WebpVideo.Demuxer,
            FileFormat.Avi => Avi,
            _ => throw file.Refuse($"it is {signature.Words}. {WhatIsRead}"),
        };
    }

    private static void CheckComplete(MediaFile file)
    {
        using var stream = file.Open(file.Options.VideoMegabytes);
        try
        {
            Mp4File.CheckComplete(stream);
        }
        catch (EndOfStreamException e)
        {
            throw file.Refuse("it is cut off", e);
        }
        catch (InvalidDataException e)
        {
            throw file.Refuse(e.Message, e);
        }
    }

    /// <exception cref="MediaException">It is not a video that is read.</exception>
    /// <returns>Empty ones where the file says more than anybody reads.</returns>
    public static async Task<VideoTags> ReadTagsAsync(MediaFile file, CancellationToken cancellationToken)
    {
        string demuxer = await FindDemuxerAsync(file, cancellationToken);
        using var timer = new ReadingTimer(file, cancellationToken);
        using var told = await timer.WatchAsync(token =>
            TryAskAsync(file, demuxer, ["-show_entries", "format_tags=title,comment,description"], token)
        );
        if (told is null)
            return new VideoTags("", "");
        var tags = told.RootElement.GetProperty("format").TryGetProperty("tags", out var all)
            ? all.EnumerateObject().ToList()
            : [];
        string Tag(string name) =>
            tags.Find(tag => tag.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                is { Value.ValueKind: JsonValueKind.String } tag
                ? tag.Value.GetString()!
                : ""; // WebM shouts
        return new VideoTags(Tag("title"), Tag("comment"), Tag("description"));
    }

    /// <returns>What ffprobe answers.</returns>
    /// <exception cref="MediaException">It cannot make anything of the file.</exception>
    public static async Task<JsonDocument> AskAsync(
        MediaFile file, string demuxer, IEnumerable<string> question, CancellationToken cancellationToken) =>
        await TryAskAsync(file, demuxer, question, cancellationToken)
        ?? throw file.Refuse(TooMuch);

    // Null: more than anybody reads.
    private static async Task<JsonDocument?> TryAskAsync(
        MediaFile file, string demuxer, IEnumerable<string> question, CancellationToken cancellationToken)
    {
        if (demuxer == WebpVideo.Demuxer)
            return JsonDocument.Parse(NoStreams); // pictures, and that is all
        await using var ffprobe = MediaProgram.Probe(file, demuxer, [.. question, .. AsJson]);
        if (await ffprobe.ReadAnswerAsync(cancellationToken) is not { } json)
            return null;
        return await ffprobe.EndAsync(cancellationToken)
            ? JsonDocument.Parse(json)
            : throw file.Refuse($"FFmpeg cannot make anything of it.{ffprobe.Log.Quote}");
    }

    private static async Task<VideoHeader> ReadHeaderAsync(MediaFile file, string demuxer, CancellationToken cancellationToken)
    {
        await using var ffprobe = MediaProgram.Probe(
            file, demuxer, ["-select_streams", "V", "-show_entries", VideoHeader.Entries, .. AsJson]);
        byte[] json = await ffprobe.ReadAnswerAsync(cancellationToken) ?? throw file.Refuse(TooMuch);
        if (!await ffprobe.EndAsync(cancellationToken))
            throw file.Refuse($"FFmpeg cannot make anything of it.{ffprobe.Log.Quote}");

        using var told = JsonDocument.Parse(json);
        var streams = told.RootElement.GetProperty("streams").EnumerateArray().ToList();
        if (streams.Count == 0)
            throw file.Refuse("there is no moving picture in it");

        var header = VideoHeader.Parse(streams[0], told.RootElement.GetProperty("format"));
        if (header.Tracks > MediaFile.MostTracks)
            throw file.Refuse(MediaFile.TooManyTracks(header.Tracks));
        if (ffprobe.Log.SaysPictureIsTooLarge)
            throw file.Refuse($"its pictures have too many pixels: {file.Options.VideoMegapixels} million are the most");
        if (header.Width == 0)
            throw file.Refuse($"FFmpeg does not know how its pictures are stored.{ffprobe.Log.Quote}");
        return
            new SizeLimits(file.Options, file.Options.VideoMegapixels).Complaint(header.Width, header.Height)
                is { } complaint
            ? throw file.Refuse(complaint)
            : header;
    }

    private static void RefuseRate(MediaFile file, double rate)
    {
        if (rate > file.Options.VideoFramesPerSecond)
            throw file.Refuse(
                FormattableString.Invariant(
                    $"{rate:0.###} frames per second are too many, {file.Options.VideoFramesPerSecond} are the most")
            );
    }

    /// <exception cref="MediaException">It lasts too long.</exception>
    public static void RefuseLength(MediaFile file, double seconds)
    {
        double most = file.Options.VideoLength.TotalSeconds;
        if (seconds > most)
            throw file.Refuse($"it lasts {Hours(seconds)}, and {Hours(most)} (hours, minutes, seconds) is the most");
    }

    // Headers may claim more than a TimeSpan holds.
    private static string Hours(double seconds) =>
        FormattableString.Invariant(
            $"{Math.Floor(seconds / 3600):0}:{Math.Floor(seconds / 60 % 60):00}:{Math.Floor(seconds % 60):00}");
}
