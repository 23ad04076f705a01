namespace CogSpace;

/// <summary>Colours of a video that are converted to BT.709.</summary>
public enum SourceColour
{
    /// <summary>HDR with the curve of SMPTE ST 2084, as in HDR10.</summary>
    Pq,

    /// <summary>HDR with the hybrid log-gamma curve of ARIB STD-B67.</summary>
    Hlg,

    /// <summary>SDR with more colours than BT.709 has: BT.2020 or P3.</summary>
    WideGamut,
}
