using FFMpegCore.Pipes;

namespace FFMpegCore;

/// <summary>One command line of ffmpeg, written from left to right: inputs, then the output.</summary>
public sealed class FFMpegArguments : FFMpegArgumentsBase
{
    private readonly FFMpegGlobalArguments _global = new();
    private readonly List<string> _required = [];

    private FFMpegArguments()
    {
    }

    /// <summary>The command line as it stands now; the pipe's source is asked for its part each time.</summary>
    public string Text => string.Join(' ', _global.Parts.Concat(Parts).Select(part => part()));

    /// <summary>Null where every input is a file.</summary>
    internal InputPipe? Pipe { get; private set; }

    public static FFMpegArguments FromPipeInput(IPipeSource sourcePipe, Action<FFMpegArgumentOptions>? addArguments = null)
    {
        var arguments = new FFMpegArguments { Pipe = new InputPipe(sourcePipe) };
        arguments.Append(addArguments, () => arguments.Pipe.Text);
        return arguments;
    }

    /// <inheritdoc cref="AddFileInput"/>
    public static FFMpegArguments FromFileInput(string filePath, bool verifyExists = true, Action<FFMpegArgumentOptions>? addArguments = null) =>
        new FFMpegArguments().AddFileInput(filePath, verifyExists, addArguments);

    /// <param name="filePath">Relative to <see cref="FFOptions.WorkingDirectory"/>. It is put between quotes as it is.</param>
    /// <param name="verifyExists">Processing is refused if it is not there, seen from where this process is.</param>
    /// <param name="addArguments">How it is read.</param>
    public FFMpegArguments AddFileInput(string filePath, bool verifyExists = true, Action<FFMpegArgumentOptions>? addArguments = null)
    {
        if (verifyExists)
            _required.Add(filePath);
        Append(addArguments, () => $"-i \"{filePath}\"");
        return this;
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

    /// <exception cref="FileNotFoundException">An input is not there.</exception>
    internal void RequireInputs()
    {
        if (_required.Find(file => !File.Exists(file)) is { } missing)
            throw new FileNotFoundException("Input file not found", missing);
    }

    private void Append(Action<FFMpegArgumentOptions>? addArguments, Func<string> end)
    {
        var options = new FFMpegArgumentOptions();
        addArguments?.Invoke(options);
        Parts.AddRange(options.Parts);
        Parts.Add(end);
    }
}
