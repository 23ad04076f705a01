namespace CogSpace.PostProcess.Media.Formats;

/// <summary>What a picture's file says before its pixels.</summary>
/// <param name="Width">In pixels, as they are stored.</param>
/// <param name="Height">In pixels, as they are stored.</param>
/// <param name="Orientation">How they are to be turned.</param>
/// <param name="HasAlpha">False where a fourth channel means nothing.</param>
internal readonly record struct PictureHeader(
    long Width, long Height, ExifOrientation Orientation = ExifOrientation.Upright, bool HasAlpha = true)
{
    /// <summary>It is a WebP of several pictures, and the size is that of their canvas.</summary>
    public bool IsAnimated { get; init; }

    /// <summary>Width and height as the picture is shown.</summary>
    public (long Width, long Height) Upright => Orientation >= ExifOrientation.Transposed ? (Height, Width) : (Width, Height);

    /// <summary>
    /// Reads the header and walks over the rest, so that a file that was cut off is known before it is decoded to half a
    /// picture.
    /// </summary>
    /// <exception cref="EndOfStreamException">The file is cut off.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or uses what is not read; the message says what.</exception>
    public static PictureHeader Read(FileFormat format, ReadOnlySpan<byte> file) => format switch
    {
        FileFormat.Png => PngFile.ReadHeader(file),
        FileFormat.Jpeg => JpegFile.ReadHeader(file),
        FileFormat.Webp => WebpFile.ReadHeader(file),
        FileFormat.Bmp => BmpFile.ReadHeader(file),
        FileFormat.Gif => GifFile.ReadHeader(file),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a picture."),
    };
}
