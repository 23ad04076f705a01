using System.CommandLine;
using CogSpace.Generation;
using CogSpace.Pipeline;

namespace CogSpace.Cli.PostProcess;

/// <summary>What upscale and interpolate do alike: read a video, change its frames, write it and the other formats.</summary>
internal static class PostProcessRun
{
    /// <param name="arguments">The command line.</param>
    /// <param name="input">The video to read.</param>
    /// <param name="output">The video to write.</param>
    /// <param name="wanted">What becomes of the frames.</param>
    /// <param name="cancel">Takes effect within one frame or tile.</param>
    public static Task RunAsync(
        ParseResult arguments, string input, string output, PostProcessing wanted, CancellationToken cancel)
    {
        var postProcessor = NetworkChoice.Read(arguments, takesTile: wanted.Upscale);
        return FormatOptions.FollowAsync(arguments, output, MakeAsync, cancel);

        async Task MakeAsync()
        {
            using var generator = Generator.Create(new PipelineOptions(), postProcessor);
            ResultLines.Write(
                await StageBars.FollowAsync(progress => generator.PostProcessAsync(input, wanted, output, progress, cancel)));
        }
    }
}
