using System.CommandLine;
using CogSpace.Weights;

namespace CogSpace.Cli.Convert;

/// <summary>cogspace convert safetensors: a file of PyTorch becomes one that cannot run anything.</summary>
internal static class ConvertSafetensorsCommand
{
    private static readonly Argument<string> Input = new("file") { Description = "A file of PyTorch: .pt, .pth, .pkl or .bin." };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The safetensors file to write.",
        HelpName = "file",
        Required = true,
    };

    private static readonly Option<string?> DropPrefix = new("--drop-prefix")
    {
        Description = "What the tensors' names should lose, such as \"module.\".",
        HelpName = "text",
    };

    public static Command Create()
    {
        var command = new Command("safetensors", """
            Brings a file of PyTorch into the format of safetensors.

            Example:
              cogspace convert safetensors RealESRGAN_x4.pth --output RealESRGAN_x4.safetensors
            """)
        {
            Input, Output, DropPrefix,
        };
        command.SetAction(
            (arguments, cancel) =>
                Failures.ExplainAsync(() => Task.Run(() => Run(arguments, cancel), CancellationToken.None))
        );
        return command;
    }

    private static void Run(ParseResult arguments, CancellationToken cancel)
    {
        int count = SafetensorsConversion.Convert(
            arguments.GetValue(Input)!, arguments.GetValue(Output)!, arguments.GetValue(DropPrefix), cancel);
        Console.Error.WriteLine($"{arguments.GetValue(Output)}: {count} tensors.");
    }
}
