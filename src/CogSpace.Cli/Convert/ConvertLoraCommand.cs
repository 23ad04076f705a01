using System.CommandLine;
using CogSpace.Generation;

namespace CogSpace.Cli.Convert;

/// <summary>cogspace convert lora: a LoRA that was trained with SAT becomes a file that --lora takes.</summary>
internal static class ConvertLoraCommand
{
    private static readonly Argument<string> Input = new("file")
    {
        Description = "The SAT checkpoint that the LoRA was trained into.",
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The safetensors file to write.",
        HelpName = "file",
        Required = true,
    };

    private static readonly Option<double?> Alpha = new Option<double?>("--alpha")
    {
        Description =
            "The alpha that SAT trained with (usually 1), to be noted in the file. Default: none, so that the LoRA " +
            "counts fully unless --lora scales it.",
    }.Strict();

    public static Command Create()
    {
        var command = new Command("lora", """
            Brings a LoRA out of a SAT checkpoint into the layout of diffusers.

            Example:
              cogspace convert lora 1000/mp_rank_00_model_states.pt --alpha 1 --output style.safetensors
            """)
        {
            Input, Output, Alpha,
        };
        command.SetAction(
            (arguments, cancel) =>
                Failures.ExplainAsync(() => Task.Run(() => Run(arguments, cancel), CancellationToken.None))
        );
        return command;
    }

    private static void Run(ParseResult arguments, CancellationToken cancel)
    {
        int count = WeightConversion.SatToLora(
            arguments.GetValue(Input)!, arguments.GetValue(Output)!, arguments.GetValue(Alpha), cancel);
        Console.Error.WriteLine($"{arguments.GetValue(Output)}: {count} tensors.");
    }
}
