namespace FFMpegCore.Arguments;

/// <summary>ffmpeg's log levels, by its own numbers.</summary>
public enum VerbosityLevel
{
    Quiet = -8,
    Fatal = 8,
    Error = 16,
    Warning = 24,
    Info = 32,
    Verbose = 40,
    Debug = 48,
    Trace = 56,
}
