using System.Text.Json;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>A track of a video's file beside its picture.</summary>
/// <param name="Index">Among all tracks of the file, counted from 0.</param>
/// <param name="Kind">FFmpeg's name, such as "audio" or "subtitle".</param>
/// <param name="Codec">FFmpeg's name of how it is stored; "" where it does not know.</param>
/// <param name="Language">Three letters, or "und" where the file does not say.</param>
/// <param name="IsDefault">Players choose it by themselves.</param>
internal sealed record SideTrack(int Index, string Kind, string Codec, string Language, bool IsDefault)
{
    // What players expect in an MP4; anything else becomes AAC.
    private static readonly string[] Copied = ["aac", "mp3", "ac3", "eac3", "alac", "opus"];

    private static readonly string[] Plain = ["mov_text", "subrip", "srt", "webvtt", "text"];
    private static readonly string[] Styled = ["ass", "ssa"];

    public bool IsSound => Kind == "audio";

    public bool IsSubtitle => Kind == "subtitle";

    /// <summary>An MP4 can have this sound as it is.</summary>
    public bool CanBeCopied => IsSound && Copied.Contains(Codec);

    /// <summary>Subtitles that an MP4 can have only as plain text.</summary>
    public bool LosesStyle => IsSubtitle && Styled.Contains(Codec);

    /// <summary>An MP4 can have it in one form or another.</summary>
    public bool CanBeKept => (IsSound && Codec.Length > 0) || LosesStyle || (IsSubtitle && Plain.Contains(Codec));

    /// <summary>For a sentence that names it.</summary>
    public string Words =>
        Kind switch
        {
            "audio" => $"sound ({Language})",
            "subtitle" => $"subtitles ({(Codec.Length > 0 ? Codec : "unknown")}, {Language})",
            "video" => "a second picture",
            "attachment" => "an attached file",
            _ => "a data track",
        };

    /// <summary>What ffprobe is asked for.</summary>
    public static IReadOnlyList<string> Options { get; } =
    ["-show_entries", "stream=index,codec_type,codec_name:stream_disposition=default,attached_pic:stream_tags=language"];

    /// <returns>All tracks but the first moving picture and pictures of a cover.</returns>
    public static IReadOnlyList<SideTrack> Parse(JsonElement root) =>
        [.. Without(root.GetProperty("streams").EnumerateArray().Where(stream => Flag(stream, "attached_pic") == 0)).Select(Of)];

    private static IEnumerable<JsonElement> Without(IEnumerable<JsonElement> streams)
    {
        bool isFirst = true;
        foreach (var stream in streams)
        {
            if (isFirst && Text(stream, "codec_type") == "video")
                isFirst = false;
            else
                yield return stream;
        }
    }

    private static SideTrack Of(JsonElement stream)
    {
        string language = stream.TryGetProperty("tags", out var tags) ? Text(tags, "language") : "";
        return new SideTrack(
            stream.GetProperty("index").GetInt32(), Text(stream, "codec_type"), Text(stream, "codec_name"),
            language.Length == 3 && language.All(char.IsAsciiLetterLower) ? language : "und", Flag(stream, "default") != 0);
    }

    private static int Flag(JsonElement stream, string name) =>
        stream.TryGetProperty("disposition", out var all) && all.TryGetProperty(name, out var flag) ? flag.GetInt32() : 0;

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.ToString() : "";
}
