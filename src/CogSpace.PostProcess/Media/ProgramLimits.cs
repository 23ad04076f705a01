using System.Globalization;

namespace CogSpace.PostProcess.Media;

/// <summary>
/// What ffmpeg or ffprobe may take while it works on a file that somebody else brought; the kernel ends it beyond that.
/// </summary>
/// <remarks>
/// A file of 100 KB can claim twenty tracks of 8K, and ffprobe opens a decoder for each. The limits are those of setrlimit(2),
/// set by <c>prlimit</c> of util-linux, which then becomes the program.
/// </remarks>
/// <param name="MemoryBytes">Of address space: more than it fills.</param>
/// <param name="CpuSeconds">Of all its threads together.</param>
/// <param name="FileBytes">That a file may have which it writes.</param>
internal sealed record ProgramLimits(long MemoryBytes, long CpuSeconds, long FileBytes)
{
    /// <summary>The program's name.</summary>
    public const string Program = "prlimit";

    /// <summary>Decoders use this many threads: each holds pictures of its own.</summary>
    public const int Threads = 2;

    // ffprobe of Debian 12 starts with 0.3 GB, most of it libraries; ffmpeg reads 1920 x 1080 in HEVC of 10 bits with 0.8 GB.
    private const long ProgramBytes = 1L << 30;

    // Sixteen reference pictures of 10 bits, and a few in the floating-point numbers of colour conversions.
    private const long BytesPerPixel = 128;

    // Reading waits no longer than the timeout; decoding goes on while nobody waits.
    private const int CpuTimeouts = 30;

    /// <param name="options">The timeout, and how large a file may be.</param>
    /// <param name="pixels">Of a picture that is decoded; 0 where none is.</param>
    public static ProgramLimits For(ReadingOptions options, long pixels) => new(
        ProgramBytes + (BytesPerPixel * pixels),
        (long)Math.Ceiling(options.Timeout.TotalSeconds) * CpuTimeouts,
        options.VideoMegabytes * 1_000_000L);

    /// <summary>The command line up to the program that is limited.</summary>
    public IReadOnlyList<string> Arguments =>
        [$"--as={Text(MemoryBytes)}", $"--cpu={Text(CpuSeconds)}", $"--fsize={Text(FileBytes)}", "--core=0", "--"];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
