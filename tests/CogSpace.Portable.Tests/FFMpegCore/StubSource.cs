using FFMpegCore.Pipes;

namespace CogSpace.Portable.Tests.FFMpegCore;

/// <summary>Four black frames of 16 x 16.</summary>
internal sealed class StubSource : IPipeSource
{
    public const string Arguments = "-f rawvideo -pixel_format rgb24 -video_size 16x16 -framerate 8";

    /// <summary>Thrown behind the last frame.</summary>
    public Exception? Failure { get; init; }

    public string GetStreamArguments() => Arguments;

    public async Task WriteAsync(Stream outputStream, CancellationToken cancellationToken)
    {
        await outputStream.WriteAsync(new byte[4 * 16 * 16 * 3], cancellationToken);
        if (Failure is not null)
            throw Failure;
    }
}
