using System.CommandLine;
using CogSpace.Generation;
using CogSpace.Pipeline;

namespace CogSpace.Cli.Enhance;

/// <summary>What upscale and interpolate do alike: read a video, change its frames, write it and the other formats.</summary>
internal static class EnhancementRun
{
    /// <param name="arguments">The command line.</param>
    /// <param name="input">The video to read.</param>
    /// <param name="output">The MP4 to write.</param>
    /// <param name="wanted">What becomes of the frames.</param>
    /// <param name="cancel">Takes effect within one frame or tile.</param>
    public static Task RunAsync(
        ParseResult arguments, string input, string output, Enhancement wanted, CancellationToken cancel)
    {
        var enhancements = NetworkChoice.Read(arguments, takesTile: wanted.Upscale);
        return FormOptions.FollowAsync(arguments, output, MakeAsync, cancel);

        async Task MakeAsync()
        {
            using var generator = Generator.Create(new PipelineOptions(), enhancements);
            ResultLines.Write(
                await StageBars.FollowAsync(progress => generator.EnhanceAsync(input, wanted, output, progress, cancel)));
        }
    }
}
