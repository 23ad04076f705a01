using System.Globalization;
using System.Text.Json;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>What ffprobe tells of a video's only or first moving picture.</summary>
/// <param name="Width">In pixels, as it is shown.</param>
/// <param name="Height">In pixels, as it is shown.</param>
/// <param name="Seconds">That it lasts; 0 where the header does not say.</param>
/// <param name="Frames">0 where the header does not say.</param>
/// <param name="FramesPerSecond">The mean; 0 where the header does not say.</param>
/// <param name="IsConstant">Every frame lasts as long as the others.</param>
/// <param name="HasAlpha">It may be transparent somewhere.</param>
/// <param name="Matrix">FFmpeg's name of the colours it is stored in, "auto" where each frame says it itself.</param>
/// <param name="Index">Among all tracks of the file, counted from 0.</param>
/// <param name="Start">Seconds from the beginning of the file to the first frame.</param>
/// <param name="Tracks">In the file, of any kind.</param>
internal sealed record VideoHeader(
    long Width, long Height, double Seconds, long Frames, double FramesPerSecond, bool IsConstant, bool HasAlpha,
    string Matrix, int Index, double Start, int Tracks)
{
    /// <summary>What ffprobe is asked for.</summary>
    public const string Entries =
        $"stream=index,{StoredForm.Entries},width,height,sample_aspect_ratio,pix_fmt,color_space,avg_frame_rate,r_frame_rate," +
        "nb_frames,duration,start_time:stream_tags=alpha_mode:stream_side_data=rotation:format=duration,start_time,nb_streams";

    private const int HighDefinition = 720;
    private const double Millisecond = 0.001;

    /// <summary>What is to be done to the pictures besides decoding them.</summary>
    public StoredForm Form { get; init; } = StoredForm.Plain;

    /// <summary>
    /// The number of frames is in the header and agrees with its other numbers. Of a variable rate it may all the same be
    /// wrong: MP4 adds up what lies between frames in the order of decoding.
    /// </summary>
    public bool IsConclusive => Frames > 0 && Seconds > 0 && IsConstant && Math.Abs(Frames - (Seconds * FramesPerSecond)) < 1.5;

    /// <summary>
    /// Seconds that it lasts at least. Matroska says of some files where they end on their own clock, which need not begin at 0.
    /// </summary>
    public double LeastSeconds => FileStart > 0 && Seconds > FileStart ? Seconds - FileStart : Seconds;

    // What the file's clock shows at its beginning, in seconds; 0 where the length of the picture itself is known.
    private double FileStart { get; init; }

    /// <param name="stream">One of ffprobe's streams.</param>
    /// <param name="format">What it says of the whole file.</param>
    public static VideoHeader Parse(JsonElement stream, JsonElement format)
    {
        long width = (long)Number(stream, "width");
        long height = (long)Number(stream, "height");
        double stretch = Ratio(stream, "sample_aspect_ratio", ':');
        if (stretch > 0)
            width = (long)Math.Round(width * stretch); // pixels that are not square
        if (IsOnItsSide(stream))
            (width, height) = (height, width);

        double seconds = Number(stream, "duration");
        double mean = Ratio(stream, "avg_frame_rate", '/');
        bool isConstant = mean > 0 && Math.Abs(Ratio(stream, "r_frame_rate", '/') - mean) < mean / 1000;
        double start = Number(stream, "start_time") - Number(format, "start_time");
        return new VideoHeader(
            width, height, seconds > 0 ? seconds : Number(format, "duration"), (long)Number(stream, "nb_frames"), mean,
            isConstant, MayBeTransparent(Text(stream, "pix_fmt")) || DecoderOf(stream) is not null,
            MatrixOf(Text(stream, "color_space"), height),
            (int)Number(stream, "index"), start < Millisecond ? 0 : start, (int)Number(format, "nb_streams"))
        {
            FileStart = seconds > 0 ? 0 : Number(format, "start_time"),
            Form = FormOf(stream),
        };
    }

    private static StoredForm FormOf(JsonElement stream)
    {
        string pixels = Text(stream, "pix_fmt");
        var tags = ColourTags.Of(
            Text(stream, "color_space"), Text(stream, "color_transfer"), Text(stream, "color_primaries"));
        bool isOdd = Number(stream, "width") % 2 != 0 || Number(stream, "height") % 2 != 0;
        return new StoredForm
        {
            Decoder = DecoderOf(stream),
            IsInterlaced = StoredForm.IsInterlacedBy(Text(stream, "field_order")),
            Colours = tags.Kind is { } kind ? new ColourConversion(kind, tags, pixels, MayBeTransparent(pixels), isOdd) : null,
            UnheededTag = tags.Unheeded,
        };
    }

    private static string? DecoderOf(JsonElement stream) =>
        stream.TryGetProperty("tags", out var tags)
            ? StoredForm.DecoderOfAlpha(Text(stream, "codec_name"), Text(tags, "alpha_mode"))
            : null;

    private static bool IsOnItsSide(JsonElement stream) =>
        stream.TryGetProperty("side_data_list", out var list)
        && list.EnumerateArray().Any(data => Math.Abs(Math.Round(Number(data, "rotation") / 90) % 2) == 1);

    private static bool MayBeTransparent(string pixelFormat) =>
        pixelFormat is "pal8"
        || pixelFormat.StartsWith("ya", StringComparison.Ordinal)
        || pixelFormat.StartsWith("yuva", StringComparison.Ordinal)
        || pixelFormat.StartsWith("gbrap", StringComparison.Ordinal)
        || pixelFormat.Replace("le", "", StringComparison.Ordinal).Replace("be", "", StringComparison.Ordinal)
            is "rgba"
                or "bgra"
                or "argb"
                or "abgr"
                or "rgba64"
                or "bgra64";

    // What players take where nothing is said.
    private static string MatrixOf(string named, long height) =>
        named is not ("" or "unknown" or "reserved") ? "auto"
        : height >= HighDefinition ? "bt709"
        : "bt601";

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static double Number(JsonElement element, string name) => Parse(Text(element, name));

    // "30000/1001"; 0 for "0/0" and "N/A".
    private static double Ratio(JsonElement element, string name, char separator)
    {
        string[] parts = Text(element, name).Split(separator);
        return parts.Length == 2 && Parse(parts[1]) is > 0 and var below ? Parse(parts[0]) / below : 0;
    }

    private static double Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : 0;
}
