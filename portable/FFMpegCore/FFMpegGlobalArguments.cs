using FFMpegCore.Arguments;

namespace FFMpegCore;

/// <summary>What stands before the first input.</summary>
public sealed class FFMpegGlobalArguments : FFMpegArgumentsBase
{
    internal FFMpegGlobalArguments()
    {
    }

    /// <summary>How much ffmpeg says; anything quieter than <see cref="VerbosityLevel.Info"/> leaves out its banner too.</summary>
    public FFMpegGlobalArguments WithVerbosityLevel(VerbosityLevel verbosityLevel = VerbosityLevel.Error)
    {
        string banner = verbosityLevel < VerbosityLevel.Info ? "-hide_banner " : "";
        Parts.Add(() => $"{banner}-loglevel {verbosityLevel.ToString().ToLowerInvariant()}");
        return this;
    }
}
