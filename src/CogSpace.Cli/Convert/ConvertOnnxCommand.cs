using System.CommandLine;
using System.Globalization;
using CogSpace.Generation;

namespace CogSpace.Cli.Convert;

/// <summary>cogspace convert onnx: weights of RIFE or Real-ESRGAN become a network that any ONNX runtime computes.</summary>
internal static class ConvertOnnxCommand
{
    private static readonly Argument<string> Input = new("file")
    {
        Description = "Weights of RIFE (flownet.pkl), Real-ESRGAN or ESRGAN.",
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The ONNX file to write.",
        HelpName = "file",
        Required = true,
    };

    private static readonly Option<bool> Half = new("--half") { Description = "Weights, inputs and results in float16." };

    public static Command Create()
    {
        var command = new Command("onnx", """
            Brings a network for interpolation or upscaling into the format of ONNX, for pictures of any size.

            Examples:
              cogspace convert onnx flownet.pkl --output rife.onnx
              cogspace convert onnx RealESRGAN_x4plus.pth --half --output x4.onnx
            """)
        {
            Input, Output, Half,
        };
        command.SetAction((arguments, _) => Failures.ExplainAsync(() => Task.Run(() => Run(arguments), CancellationToken.None)));
        return command;
    }

    private static void Run(ParseResult arguments)
    {
        var (network, parameters) = WeightConversion.NetworkToOnnx(
            arguments.GetValue(Input)!, arguments.GetValue(Output)!, arguments.GetValue(Half));
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{arguments.GetValue(Output)}: {network}, {parameters:#,0} numbers.")
        );
    }
}
