using FFMpegCore;
using FFMpegCore.Enums;

namespace CogSpace.PostProcess.Media;

/// <summary>
/// A file that FFmpeg makes. It appears under its name when it is complete; until then, and after any failure, what was there
/// stays there.
/// </summary>
internal sealed class EncodedFile : IDisposable
{
    private readonly EncodingOptions _options;
    private readonly string _path;
    private readonly FfmpegProgram _program;
    private readonly FfmpegLog _log = new();
    private readonly CancellationToken _cancellation;

    /// <param name="options">Where FFmpeg is and how long it may take.</param>
    /// <param name="path">An existing file is replaced; the folder must exist.</param>
    /// <param name="time">Measures how long FFmpeg takes.</param>
    /// <param name="cancellationToken">Ends FFmpeg.</param>
    /// <exception cref="MediaException">FFmpeg is missing, or no file can be written there.</exception>
    public EncodedFile(EncodingOptions options, string path, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (_options, _path, _cancellation) = (options, path, cancellationToken);
        _program = FfmpegProgram.Find(
            FfmpegProgram.Ffmpeg, options.FfmpegFolder, $"{EncodingOptions.Section}:{nameof(EncodingOptions.FfmpegFolder)}",
            $"Cannot write {path}");
        Part = AtomicFile.Create(path);
        Deadline = new Deadline(options.Timeout, time);
        Stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Deadline.Token);
    }

    public AtomicFile Part { get; }

    /// <summary>Runs while FFmpeg does.</summary>
    public Deadline Deadline { get; }

    /// <summary>Ends FFmpeg.</summary>
    public CancellationTokenSource Stop { get; }

    /// <param name="inputs">Relative to the folder of the file.</param>
    /// <param name="describe">How the output is encoded.</param>
    /// <param name="output">Written instead of the file itself, beside it; null: the file.</param>
    /// <returns>Whether FFmpeg says that it went well.</returns>
    /// <exception cref="MediaException">FFmpeg does not start.</exception>
    public async Task<bool> RunAsync(FFMpegArguments inputs, Action<FFMpegOutputOptions> describe, string? output = null)
    {
        var command = inputs
            .OutputToFile(output ?? Part.HiddenName, overwrite: true, describe)
            .WithLogLevel(FFMpegLogLevel.Error)
            .NotifyOnStandardError(_log.Add);
        Deadline.Resume();
        try
        {
            return await _program.RunAsync(command, Part.Folder, $"Cannot write {_path}", Stop.Token);
        }
        finally
        {
            Deadline.Pause();
        }
    }

    /// <summary>Changes a file that FFmpeg has made.</summary>
    /// <param name="change">Given the path.</param>
    /// <param name="output">A file beside this one; null: the file itself.</param>
    /// <exception cref="CogSpaceException">The disk does not take it.</exception>
    public void Try(Action<string> change, string? output = null) =>
        Disk.Try($"Cannot write {_path}", () => change(Path.Combine(Part.Folder, output ?? Part.HiddenName)));

    /// <exception cref="DiskException">The disk did not take the file.</exception>
    /// <exception cref="MediaException">It did not go well; FFmpeg's own words are in the message.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void RequireSuccess(bool succeeded)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (Deadline.Token.IsCancellationRequested)
            throw new MediaException(
                $"Cannot write {_path}: FFmpeg needed more than {_options.Timeout.TotalSeconds:0.#} seconds.{_log.Quote}");
        if (_log.DiskProblem is { } problem)
            throw new DiskException($"Cannot write {_path}: {problem}.{_log.Quote}");
        if (!succeeded)
            throw new MediaException($"Cannot write {_path}: FFmpeg failed.{_log.Quote}");
    }

    /// <summary>As <see cref="RequireSuccess"/>; and there has to be a file, whatever FFmpeg says.</summary>
    /// <inheritdoc cref="RequireSuccess"/>
    public void RequireFile(bool succeeded) => RequireSuccess(succeeded && !Part.IsEmpty);

    public void Dispose()
    {
        Stop.Dispose();
        Deadline.Dispose();
        Part.Dispose();
    }
}
