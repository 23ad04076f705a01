namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>How a stream's numbers are to be read as colours, in FFmpeg's names; empty where it does not say.</summary>
/// <param name="Matrix">From YCbCr to RGB.</param>
/// <param name="Transfer">The curve from a number to light.</param>
/// <param name="Primaries">Which red, green and blue.</param>
internal readonly record struct ColourTags(string Matrix, string Transfer, string Primaries)
{
    private static readonly string[] SilentNames = ["", "unknown", "unspecified", "reserved"];

    private static readonly string[] OrdinaryCurves =
    [
        "bt709", "smpte170m", "smpte240m", "bt470m", "bt470bg", "gamma22", "gamma28", "bt1361e", "iec61966-2-1", "iec61966-2-4",
        "bt2020-10", "bt2020-12",
    ];

    private static readonly string[] OrdinaryPrimaries = ["bt709", "smpte170m", "smpte240m", "bt470m", "bt470bg", "ebu3213"];

    private static readonly string[] WidePrimaries = ["bt2020", "smpte431", "smpte432"];

    public static ColourTags Of(string matrix, string transfer, string primaries) =>
        new(Said(matrix), Said(transfer), Said(primaries));

    /// <summary>What the video has to be converted from; null: nothing, its colours are BT.709 or as good as that.</summary>
    public SourceColour? Kind =>
        Transfer == "smpte2084" ? SourceColour.Pq
        : Transfer == "arib-std-b67" ? SourceColour.Hlg
        : HasWidePrimaries ? SourceColour.WideGamut
        : null;

    /// <summary>The tag that nothing is done about, as "curve \"log100\""; null: there is none.</summary>
    public string? Unheeded =>
        Kind is SourceColour.Pq or SourceColour.Hlg ? UnheededPrimaries
        : Transfer != "" && !OrdinaryCurves.Contains(Transfer) ? $"curve \"{Transfer}\""
        : Primaries == "" && Matrix is ("bt2020nc" or "bt2020c") ? "matrix of BT.2020, but not its primaries"
        : UnheededPrimaries;

    public bool HasWidePrimaries => WidePrimaries.Contains(Primaries);

    private string? UnheededPrimaries =>
        Primaries != "" && !OrdinaryPrimaries.Contains(Primaries) && !HasWidePrimaries ? $"primaries \"{Primaries}\"" : null;

    private static string Said(string name) => SilentNames.Contains(name) ? "" : name;
}
