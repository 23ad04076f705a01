using System.ComponentModel;
using System.Diagnostics;
using FFMpegCore.Exceptions;
using Instances.Exceptions;

namespace FFMpegCore;

/// <summary>Runs ffmpeg once with a finished command line.</summary>
public class FFMpegArgumentProcessor
{
    private static bool _programAnswered;

    private readonly FFMpegArguments _arguments;
    private readonly string? _keep;
    private readonly List<string> _errorLines = [];
    private Action<string>? _onError;
    private CancellationToken _cancellation;
    private int _patience;

    /// <param name="arguments">The command line.</param>
    /// <param name="keep">An output that must not be there yet; null for none.</param>
    internal FFMpegArgumentProcessor(FFMpegArguments arguments, string? keep)
    {
        (_arguments, _keep) = (arguments, keep);
    }

    public string Arguments => _arguments.Text;

    /// <summary>Is given each line that ffmpeg writes to its standard error.</summary>
    public FFMpegArgumentProcessor NotifyOnError(Action<string> onError)
    {
        _onError = onError;
        return this;
    }

    /// <param name="token">Ends ffmpeg.</param>
    /// <param name="timeout">Milliseconds in which ffmpeg may finish its file before it is killed.</param>
    /// <exception cref="OperationCanceledException">The token is cancelled already.</exception>
    public FFMpegArgumentProcessor CancellableThrough(CancellationToken token, int timeout = 0)
    {
        token.ThrowIfCancellationRequested();
        (_cancellation, _patience) = (token, timeout);
        return this;
    }

    /// <returns>Whether ffmpeg ended with exit code 0; without <paramref name="throwOnError"/> false too where it was cancelled.</returns>
    /// <exception cref="InstanceFileNotFoundException">There is no such program.</exception>
    /// <exception cref="FileNotFoundException">An input that must be there is not.</exception>
    /// <exception cref="FFMpegException">ffmpeg failed, and <paramref name="throwOnError"/>; or it cannot even tell its version.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and <paramref name="throwOnError"/>.</exception>
    public async Task<bool> ProcessAsynchronously(bool throwOnError = true, FFOptions? ffMpegOptions = null)
    {
        var options = ffMpegOptions ?? new FFOptions();
        RequireProgram(options);

        int exitCode = -1;
        try
        {
            exitCode = await RunAsync(options).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!throwOnError)
        {
        }

        if (throwOnError && exitCode != 0)
        {
            string said = string.Join('\n', _errorLines);
            throw new FFMpegException(FFMpegExceptionType.Process, $"ffmpeg ended with exit code {exitCode}: {said}", null, said);
        }

        return exitCode == 0;
    }

    private async Task<int> RunAsync(FFOptions options)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_keep is not null && File.Exists(_keep))
            throw new FFMpegException(FFMpegExceptionType.File, $"{_keep} exists and is not to be overwritten");

        _arguments.RequireInputs();
        using var pipe = _arguments.Pipe?.Open();
        using var process = Start(options.ProgramPath, Arguments, options.WorkingDirectory, Listen);
        using var ended = new CancellationTokenSource();
        using (_cancellation.Register(() => End(process)))
            await Task.WhenAll(WaitAsync(), pipe is null ? Task.CompletedTask : _arguments.Pipe!.FeedAsync(pipe, ended.Token)).ConfigureAwait(false);

        _cancellation.ThrowIfCancellationRequested();
        return process.ExitCode;

        async Task WaitAsync()
        {
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }

    private void Listen(string line)
    {
        _errorLines.Add(line);
        _onError?.Invoke(line);
    }

    private void End(Process process)
    {
        if (_patience > 0 && AskToQuit(process) && process.WaitForExit(_patience))
            return;

        process.Kill(entireProcessTree: true);
    }

    private static bool AskToQuit(Process process)
    {
        try
        {
            process.StandardInput.Write('q');
            process.StandardInput.Flush();
            return true;
        }
        catch (IOException) // it has ended
        {
            return false;
        }
    }

    private static void RequireProgram(FFOptions options)
    {
        if (_programAnswered)
            return;

        using var process = Start(options.ProgramPath, "-version", workingDirectory: "", listen: null);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new FFMpegException(FFMpegExceptionType.Operation, $"{options.ProgramPath} does not answer -version");

        _programAnswered = true;
    }

    // The runtime splits the line into arguments itself: no shell sees it.
    private static Process Start(string program, string arguments, string workingDirectory, Action<string>? listen)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = workingDirectory,
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                listen?.Invoke(line.Data);
        };

        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            const int NoSuchFile = 2;
            if (e.NativeErrorCode == NoSuchFile)
                throw new InstanceFileNotFoundException(program, e);
            throw;
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
