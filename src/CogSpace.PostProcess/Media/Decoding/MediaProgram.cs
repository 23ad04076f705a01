using System.Diagnostics;
using System.Globalization;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>ffmpeg or ffprobe at work on a visitor's file; what it writes to standard output is read as it comes.</summary>
/// <remarks>
/// Not through FFMpegCore: that joins its arguments to one line, in which a file's name could add others, and it cannot give
/// ffprobe an option before the input. Here every argument is one argument, no shell sees it, and the options in front decide
/// what may be opened: the one file, as what it is.
/// </remarks>
internal sealed class MediaProgram : IAsyncDisposable
{
    private const int MostAnswerBytes = 4_000_000;
    private const int BufferBytes = 65_536;

    private readonly Process _process;
    private readonly Task _listening;
    private readonly PictureTimes? _times;

    private MediaProgram(Process process, PictureTimes? times)
    {
        (_process, _times) = (process, times);
        _listening = ListenAsync();
    }

    public Stream Output => _process.StandardOutput.BaseStream;

    public FfmpegLog Log { get; } = new();

    /// <summary>Before everything else on the command line.</summary>
    /// <param name="demuxer">
    /// FFmpeg's name of what the file is: it is not to find out by itself, because playlists and scripts name further files.
    /// </param>
    /// <param name="megapixels">That a picture may have at most, whatever the header said.</param>
    public static IReadOnlyList<string> InputOptions(string demuxer, int megapixels) =>
    [
        "-v", "error", "-protocol_whitelist", "file", "-max_pixels", $"{megapixels}000000", "-threads",
        ProgramLimits.Threads.ToString(CultureInfo.InvariantCulture), "-f", demuxer,
    ];

    /// <summary>
    /// How the file is named to FFmpeg: relative to the folder that it works in, so that its messages say no more either, and
    /// never a protocol or an option.
    /// </summary>
    public static string Input(MediaFile file) => $"file:{file.Name}";

    /// <param name="program">One of the names of <see cref="FfmpegProgram"/>.</param>
    /// <param name="arguments">One argument each.</param>
    /// <param name="file">That is read.</param>
    /// <param name="times">Gets the times of pictures that the program tells; null: it tells none.</param>
    /// <param name="pixels">Of a picture that is decoded; 0 where none is.</param>
    /// <exception cref="MediaException">The program is missing or does not start.</exception>
    public static MediaProgram Start(
        string program, IEnumerable<string> arguments, MediaFile file, PictureTimes? times = null, long pixels = 0)
    {
        var found = FfmpegProgram.Find(
            program, file.Options.FfmpegFolder, $"{ReadingOptions.Section}:{nameof(ReadingOptions.FfmpegFolder)}",
            file.Refusal);
        return new MediaProgram(
            found.Start(arguments, file.Folder, ProgramLimits.For(file.Options, pixels), file.Refusal), times);
    }

    /// <summary>Starts ffprobe on a file.</summary>
    /// <param name="file">That is looked at.</param>
    /// <param name="demuxer">FFmpeg's name of what the file is.</param>
    /// <param name="question">Its options that say what it is asked for, and in which form.</param>
    /// <exception cref="MediaException">The program is missing or does not start.</exception>
    public static MediaProgram Probe(MediaFile file, string demuxer, IEnumerable<string> question) =>
        Start(FfmpegProgram.Ffprobe, [.. InputOptions(demuxer, file.Options.VideoMegapixels), .. question, Input(file)], file);

    /// <summary>Reads all that it writes to standard output, where that is an answer.</summary>
    /// <returns>Null: it is longer than 4 MB; not all of it was read.</returns>
    public async Task<byte[]?> ReadAnswerAsync(CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        byte[] some = new byte[BufferBytes];
        while (await Output.ReadAsync(some, cancellationToken) is > 0 and var read)
        {
            if (answer.Length + read > MostAnswerBytes)
                return null;
            answer.Write(some, 0, read);
        }

        return answer.ToArray();
    }

    /// <returns>Whether it ended by itself and well.</returns>
    public async Task<bool> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _listening.WaitAsync(cancellationToken);
        return _process.ExitCode == 0;
    }

    /// <summary>Ends it if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _listening;
        _process.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (_times is null || !_times.TryAdd(line))
                Log.Add(line);
        }

        _times?.Close();
    }
}
