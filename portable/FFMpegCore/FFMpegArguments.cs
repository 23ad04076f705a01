using FFMpegCore.Pipes;

namespace FFMpegCore;

/// <summary>One command line of ffmpeg, written from left to right: an input, then the output.</summary>
public sealed class FFMpegArguments : FFMpegArgumentsBase
{
    private readonly FFMpegGlobalArguments _global = new();

    private FFMpegArguments(InputPipe input)
    {
        Input = input;
    }

    /// <summary>The command line as it stands now; the pipe's source is asked for its part each time.</summary>
    public string Text => string.Join(' ', _global.Parts.Concat(Parts).Select(part => part()));

    internal InputPipe Input { get; }

    public static FFMpegArguments FromPipeInput(IPipeSource sourcePipe, Action<FFMpegArgumentOptions>? addArguments = null)
    {
        var arguments = new FFMpegArguments(new InputPipe(sourcePipe));
        arguments.Append(addArguments, () => arguments.Input.Text);
        return arguments;
    }

    public FFMpegArguments WithGlobalOptions(Action<FFMpegGlobalArguments> configureOptions)
    {
        configureOptions(_global);
        return this;
    }

    /// <param name="file">Relative to <see cref="FFOptions.WorkingDirectory"/>. It is put between quotes as it is.</param>
    /// <param name="overwrite">False: a file that is there already is left alone, and processing is refused.</param>
    /// <param name="addArguments">How the output is encoded.</param>
    public FFMpegArgumentProcessor OutputToFile(string file, bool overwrite = true, Action<FFMpegArgumentOptions>? addArguments = null)
    {
        Append(addArguments, () => overwrite ? $"\"{file}\" -y" : $"\"{file}\"");
        return new FFMpegArgumentProcessor(this, keep: overwrite ? null : file);
    }

    private void Append(Action<FFMpegArgumentOptions>? addArguments, Func<string> end)
    {
        var options = new FFMpegArgumentOptions();
        addArguments?.Invoke(options);
        Parts.AddRange(options.Parts);
        Parts.Add(end);
    }
}
