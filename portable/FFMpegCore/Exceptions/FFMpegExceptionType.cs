namespace FFMpegCore.Exceptions;

/// <summary>What went wrong: the conversion itself, a file, the way of calling, or the ffmpeg process.</summary>
public enum FFMpegExceptionType
{
    Conversion,
    File,
    Operation,
    Process,
}
