using System.Globalization;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>How FFmpeg brings the colours of a video to BT.709, as RGB.</summary>
/// <param name="kind">What they are.</param>
/// <param name="tags">What the stream says.</param>
/// <param name="pixelFormat">FFmpeg's name of how pixels are stored.</param>
/// <param name="hasAlpha">They may be transparent.</param>
/// <param name="isOdd">The width or height is odd.</param>
/// <remarks>
/// Source: ITU-R BT.2408, which puts the white of paper at 203 cd/m2 in HDR; ITU-R BT.2100 for the curves. Peaks that a file
/// states are not looked at: many are wrong. See docs/adr/0019.
/// </remarks>
internal sealed class ColourConversion(SourceColour kind, ColourTags tags, string pixelFormat, bool hasAlpha, bool isOdd)
{
    private const double WhiteOfPaper = 203; // cd/m2
    private const double Peak = 1000; // cd/m2
    private const double KneeOfToneMap = 0.8; // up to here, of 1, light stays as it is

    // zscale knows these by the names that ffprobe has for them.
    private static readonly string[] Matrices =
    [
        "bt709", "fcc", "bt470bg", "smpte170m", "ycgco", "bt2020nc", "bt2020c", "ictcp", "chroma-derived-nc", "chroma-derived-c",
    ];

    public SourceColour Kind => kind;

    /// <summary>For a chain of filters, with a comma at the end.</summary>
    public string Filters => kind == SourceColour.WideGamut ? Layout + NarrowGamut : Layout + ToneMapped;

    /// <summary>A sentence that says what is done.</summary>
    public string Note => kind switch
    {
        SourceColour.Pq => $"The video is HDR (PQ): its colours were converted to SDR, BT.709. {Assumption}",
        SourceColour.Hlg => $"The video is HDR (HLG): its colours were converted to SDR, BT.709. {Assumption}",
        _ => $"The video's colours were converted from {(Primaries == "bt2020" ? "BT.2020" : "P3")} to BT.709.",
    };

    private string Assumption =>
        (tags.HasWidePrimaries || tags.Primaries != ""
            ? ""
            : "It does not say which red, green and blue it means, so those of BT.2020 were taken. ") +
        FormattableString.Invariant(
            $"White of {WhiteOfPaper} cd/m2 became white, brighter light up to {Peak} cd/m2 was compressed.");

    private string ToneMapped => string.Create(
        CultureInfo.InvariantCulture,
        $"zscale={Input}:tin={(kind == SourceColour.Pq ? "smpte2084" : "arib-std-b67")}:t=linear:npl={WhiteOfPaper}:" +
        $"p=bt709:f=bicubic,format={(hasAlpha ? "gbrapf32le" : "gbrpf32le")}," +
        $"tonemap=mobius:param={KneeOfToneMap}:peak={Peak / WhiteOfPaper:0.####}:desat=0," +
        $"zscale=t=iec61966-2-1:{Output}");

    // The curve stays what it is: it only says in which light the colours are mixed.
    private string NarrowGamut
    {
        get
        {
            string curve = tags.Transfer == "iec61966-2-1" ? "iec61966-2-1" : "bt709";
            return $"zscale={Input}:tin={curve}:p=bt709:t={curve}:f=bicubic:{Output}";
        }
    }

    private string Input => $"min={Matrix}:pin={Primaries}";

    private string Output => $"m=gbr:r=pc,format={(hasAlpha ? "gbrap" : "gbrp")},";

    private string Matrix =>
        IsRgb ? "gbr"
        : Matrices.Contains(tags.Matrix) ? tags.Matrix
        : Primaries == "bt2020" ? "bt2020nc"
        : "bt709";

    private string Primaries =>
        tags.HasWidePrimaries ? tags.Primaries
        : tags.Primaries == "bt709" ? "bt709"
        : "bt2020";

    private bool IsRgb =>
        pixelFormat.StartsWith("gbr", StringComparison.Ordinal) || pixelFormat.Contains("rgb", StringComparison.Ordinal)
        || pixelFormat.Contains("bgr", StringComparison.Ordinal) || pixelFormat is "argb" or "abgr";

    // zscale refuses subsampled pixels at an odd border, and mixes no colours into gray.
    private string Layout =>
        IsRgb ? ""
        : pixelFormat.StartsWith("gray", StringComparison.Ordinal) ? "format=yuv444p16le,"
        : isOdd ? $"format={(hasAlpha ? "yuva444p16le" : "yuv444p16le")},"
        : "";
}
