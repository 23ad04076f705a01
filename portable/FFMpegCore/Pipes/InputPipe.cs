using System.IO.Pipes;

namespace FFMpegCore.Pipes;

/// <summary>The named pipe through which a source reaches ffmpeg: a unix socket, and on Windows a pipe.</summary>
internal sealed class InputPipe(IPipeSource source)
{
    private readonly string _name = $"FFMpegCore_{Guid.NewGuid():N}"[..27];

    public string Text => $"{source.GetStreamArguments()} -i \"{Address}\"";

    // Where the runtime puts a named pipe of this name.
    private string Address => OperatingSystem.IsWindows()
        ? $@"\\.\pipe\{_name}"
        : $"unix:{Path.Combine(Path.GetTempPath(), $"CoreFxPipe_{_name}")}";

    public NamedPipeServerStream Open() =>
        new(_name, PipeDirection.Out, maxNumberOfServerInstances: 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);

    public async Task FeedAsync(NamedPipeServerStream pipe, CancellationToken ended)
    {
        try
        {
            await pipe.WaitForConnectionAsync(ended).ConfigureAwait(false);
            await source.WriteAsync(pipe, ended).ConfigureAwait(false);
        }
        catch (OperationCanceledException) // ffmpeg has ended, and its exit code tells why
        {
        }
        finally
        {
            if (pipe.IsConnected)
                pipe.Disconnect();
        }
    }
}
