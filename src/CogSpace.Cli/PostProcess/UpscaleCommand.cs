using System.CommandLine;
using CogSpace.Cli.Remote;

namespace CogSpace.Cli.PostProcess;

/// <summary>cogspace upscale: a video with more pixels.</summary>
internal static class UpscaleCommand
{
    private static readonly Option<string?> Weights = new("--weights")
    {
        Description =
            "Weights of Real-ESRGAN or ESRGAN: a file, an installed name, or lanczos (4 times) or lanczos-2x for none. " +
            "Default: the smallest installed, else lanczos.",
        HelpName = "name",
    };

    public static Command Create()
    {
        var command = new Command("upscale", """
            Gives a video more pixels, with Real-ESRGAN or without a network. Sound is kept.

            Examples:
              cogspace upscale circle.mp4 --output large.mp4
              cogspace upscale circle.mp4 --weights RealESRGAN_x4plus.pth --tile 128 --output large.mp4
              cogspace upscale circle.mp4 --weights lanczos --output large.mp4
            """)
        {
            PostProcessRun.Input, PostProcessRun.Output, Weights,
        };
        foreach (var option in NetworkChoice.ForUpscaling.Concat(FormatOptions.All).Concat(ServerOptions.All))
            command.Add(option);
        command.SetAction(
            (arguments, cancel) =>
                Failures.ExplainAsync(async () =>
                {
                    var wanted = new PostProcessing(Upscale: true, Upscaler: arguments.GetValue(Weights));
                    await PostProcessRun.RunAsync(arguments, wanted, cancel);
                })
        );
        return command;
    }
}
