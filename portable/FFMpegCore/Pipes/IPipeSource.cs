namespace FFMpegCore.Pipes;

/// <summary>Something that ffmpeg reads from a pipe.</summary>
public interface IPipeSource
{
    /// <summary>What stands before "-i": how the bytes are to be read.</summary>
    string GetStreamArguments();

    /// <param name="outputStream">What ffmpeg reads; it sees the end when the task completes.</param>
    /// <param name="cancellationToken">Cancelled once ffmpeg has ended.</param>
    Task WriteAsync(Stream outputStream, CancellationToken cancellationToken);
}
