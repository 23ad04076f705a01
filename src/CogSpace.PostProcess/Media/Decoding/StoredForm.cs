namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>How the pictures of a video are stored, where that needs more than to decode them.</summary>
internal sealed record StoredForm
{
    /// <summary>What ffprobe is asked for, of the stream.</summary>
    public const string Entries = "codec_name,field_order,color_transfer,color_primaries";

    /// <summary>Pictures that are decoded and that is all.</summary>
    public static StoredForm Plain { get; } = new() { IsInterlaced = false };

    /// <summary>FFmpeg's name of the decoder; null: its own choice.</summary>
    public string? Decoder { get; init; }

    /// <summary>Null: the header does not say.</summary>
    public bool? IsInterlaced { get; init; }

    /// <summary>Null: the colours stay as they are.</summary>
    public ColourConversion? Colours { get; init; }

    /// <summary>A tag that nothing is done about; null: there is none.</summary>
    public string? UnheededTag { get; init; }

    public SourceConversion? Conversion =>
        Colours is null && IsInterlaced != true ? null : new SourceConversion(Colours?.Kind, IsInterlaced == true);

    /// <summary>What the person should know, a sentence each.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (IsInterlaced == true)
                yield return "The video is interlaced: each of its frames was deinterlaced to one frame.";
            if (Colours is not null)
                yield return Colours.Note;
            if (UnheededTag is not null)
                yield return $"The video names the {UnheededTag}: its colours were not converted, and may look different.";
        }
    }

    /// <summary>Filters that need all fields in their order, with a comma at the end.</summary>
    public string FieldFilters => IsInterlaced == true ? "bwdif=mode=send_frame:parity=auto:deint=all," : "";

    /// <summary>Filters that each picture goes through by itself, with a comma at the end.</summary>
    public string ColourFilters => Colours?.Filters ?? "";

    /// <summary>Options before the input.</summary>
    public IReadOnlyList<string> DecoderOptions => Decoder is null ? [] : ["-c:v", Decoder];

    /// <summary>Transparent VP8 and VP9 are two streams, of which FFmpeg's own decoders read the first.</summary>
    /// <param name="codec">FFmpeg's name.</param>
    /// <param name="alphaMode">The tag of WebM: "1" where there is a second stream.</param>
    /// <returns>Null: FFmpeg's own decoder does.</returns>
    public static string? DecoderOfAlpha(string codec, string alphaMode) =>
        alphaMode != "1" ? null
        : codec == "vp9" ? "libvpx-vp9"
        : codec == "vp8" ? "libvpx"
        : null;

    /// <returns>Null: the frames have to say it; "progressive" is also what headers say that do not know.</returns>
    public static bool? IsInterlacedBy(string fieldOrder) => fieldOrder is "tt" or "bb" or "tb" or "bt" ? true : null;
}
