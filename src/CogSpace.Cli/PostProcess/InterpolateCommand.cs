using System.CommandLine;
using CogSpace.Cli.Remote;

namespace CogSpace.Cli.PostProcess;

/// <summary>cogspace interpolate: a video with more frames per second.</summary>
internal static class InterpolateCommand
{
    private static readonly Option<int> Factor = new Option<int>("--factor")
    {
        Description = "How many times the frame rate becomes as high: 2 or 4.",
        DefaultValueFactory = _ => 2,
    }.Strict();

    private static readonly Option<string?> Weights = new("--weights")
    {
        Description = "A file of weights of RIFE, or an installed name. Default: the smallest installed.",
        HelpName = "name",
    };

    public static Command Create()
    {
        var command = new Command("interpolate", """
            Draws frames between the frames of a video with RIFE: 49 frames become 97 at twice the rate. Sound is kept.

            Examples:
              cogspace interpolate circle.mp4 --output smooth.mp4
              cogspace interpolate circle.mp4 --factor 4 --weights flownet.pkl --output smooth.mp4
            """)
        {
            PostProcessRun.Input, PostProcessRun.Output, Factor, Weights,
        };
        foreach (var option in NetworkChoice.ForInterpolation.Concat(FormatOptions.All).Concat(ServerOptions.All))
            command.Add(option);
        command.SetAction(
            (arguments, cancel) =>
                Failures.ExplainAsync(async () =>
                {
                    int factor = arguments.GetValue(Factor);
                    if (factor is not (2 or 4))
                        throw new InvalidRequestException(
                            $"A frame rate {factor} times as high is not possible: choose 2 or 4.");
                    var wanted = new PostProcessing(Interpolate: factor, Interpolator: arguments.GetValue(Weights));
                    await PostProcessRun.RunAsync(arguments, wanted, cancel);
                })
        );
        return command;
    }
}
