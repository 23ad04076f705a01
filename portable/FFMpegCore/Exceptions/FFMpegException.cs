namespace FFMpegCore.Exceptions;

/// <summary>ffmpeg failed or could not be used.</summary>
public class FFMpegException : Exception
{
    public FFMpegException(FFMpegExceptionType type, string message, Exception? innerException = null, string ffMpegErrorOutput = "")
        : base(message, innerException)
    {
        (Type, FFMpegErrorOutput) = (type, ffMpegErrorOutput);
    }

    public FFMpegExceptionType Type { get; }

    /// <summary>All that ffmpeg wrote to its standard error; empty where it never ran.</summary>
    public string FFMpegErrorOutput { get; }
}
