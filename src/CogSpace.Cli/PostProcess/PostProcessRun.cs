using System.CommandLine;
using CogSpace.Cli.Remote;
using CogSpace.Client;
using CogSpace.Generation;

namespace CogSpace.Cli.PostProcess;

/// <summary>What upscale and interpolate do alike: read a video, change its frames, write it and the other formats.</summary>
internal static class PostProcessRun
{
    public static readonly Argument<string> Input = new("video")
    {
        Description = "The video: MP4, MOV, WebM, MKV, AVI, GIF or animated WebP.",
    };

    public static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The video to write; its name ends in .mp4, .mkv, .webm, .gif or .webp.",
        HelpName = "file",
        Required = true,
    };

    /// <param name="arguments">The command line.</param>
    /// <param name="wanted">What becomes of the frames.</param>
    /// <param name="cancel">Takes effect within one frame or tile.</param>
    public static async Task RunAsync(ParseResult arguments, PostProcessing wanted, CancellationToken cancel)
    {
        var (input, output) = (arguments.GetValue(Input)!, arguments.GetValue(Output)!);
        if (ServerOptions.Read(arguments, NetworkChoice.ForUpscaling) is { } server)
        {
            var video = RemoteRequest.SourceOf(input);
            await RemoteVideo.MakeAsync(
                server, arguments, output, (client, until) => AskAsync(client, video, wanted, until), cancel);
            return;
        }

        using var generator = NetworkChoice.CreateGenerator(arguments, takesTile: wanted.Upscale);
        await FormatOptions.FollowAsync(
            arguments,
            generator,
            output,
            async () => ResultLines.Write(
                await StageBars.FollowAsync(progress => generator.PostProcessAsync(
                    input, wanted, new GenerationOutput(output), progress, cancel))),
            cancel);
    }

    private static Task<Video> AskAsync(
        CogSpaceClient client, VideoSource video, PostProcessing wanted, CancellationToken cancel) =>
        wanted.Upscale
            ? client.UpscaleAsync(
                new UpscaleRequest(video) { Upscaler = RemoteRequest.NameOf("--weights", wanted.Upscaler) }, cancel: cancel)
            : client.InterpolateAsync(
                new InterpolateRequest(video)
                {
                    Times = wanted.Interpolate,
                    Interpolator = RemoteRequest.NameOf("--weights", wanted.Interpolator),
                },
                cancel: cancel);
}
