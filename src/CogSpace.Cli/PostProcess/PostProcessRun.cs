using System.CommandLine;

namespace CogSpace.Cli.PostProcess;

/// <summary>What upscale and interpolate do alike: read a video, change its frames, write it and the other formats.</summary>
internal static class PostProcessRun
{
    /// <param name="arguments">The command line.</param>
    /// <param name="input">The video to read.</param>
    /// <param name="output">The video to write.</param>
    /// <param name="wanted">What becomes of the frames.</param>
    /// <param name="cancel">Takes effect within one frame or tile.</param>
    public static async Task RunAsync(
        ParseResult arguments, string input, string output, PostProcessing wanted, CancellationToken cancel)
    {
        using var generator = NetworkChoice.CreateGenerator(arguments, takesTile: wanted.Upscale);
        await FormatOptions.FollowAsync(
            arguments,
            generator,
            output,
            async () => ResultLines.Write(
                await StageBars.FollowAsync(progress => generator.PostProcessAsync(input, wanted, output, progress, cancel))),
            cancel);
    }
}
