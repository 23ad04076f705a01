namespace CogSpace.PostProcess.Media.Formats;

/// <summary>How stored pixels are turned to stand upright, by the numbers of Exif tag 0x0112.</summary>
internal enum ExifOrientation
{
    Upright = 1,
    MirroredLeftRight = 2,
    UpsideDown = 3,
    MirroredTopBottom = 4,

    /// <summary>Rows become columns. From here on width and height change places.</summary>
    Transposed = 5,
    TurnedRight = 6,
    TransposedAcross = 7,
    TurnedLeft = 8,
}
