using System.CommandLine;
using CogSpace.Generation;
using CogSpace.Weights;

namespace CogSpace.Cli.Convert;

/// <summary>cogspace convert sat: a SAT checkpoint becomes a model folder.</summary>
internal static class ConvertSatCommand
{
    private static readonly Option<string?> Transformer = new("--transformer")
    {
        Description = "The transformer: mp_rank_00_model_states.pt.",
        HelpName = "file",
    };

    private static readonly Option<string?> Vae = new("--vae") { Description = "The autoencoder: 3d-vae.pt.", HelpName = "file" };

    private static readonly Option<string?> Base = new("--base")
    {
        Description = "A model folder whose text encoder and tokenizer are copied.",
        HelpName = "folder",
    };

    private static readonly Option<string> Variant = new("--variant")
    {
        Description = $"Which model it is: {string.Join(", ", SatVariant.All.Select(variant => variant.Name))}.",
        HelpName = "name",
        Required = true,
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The model folder to write.",
        HelpName = "folder",
        Required = true,
    };

    private static readonly Option<ElementType?> Type = new("--dtype")
    {
        Description = "The number type of the transformer's weights: keep, float32, bfloat16 or float16. Default: keep.",
        HelpName = "type",
        CustomParser = result => WeightTypes.Parse(result.Tokens[0].Value, result.AddError),
    };

    private static readonly Option<long> ShardSize = new("--shard-size")
    {
        Description = "The most that one file of weights holds, such as 5GB or 500MB.",
        HelpName = "size",
        DefaultValueFactory = _ => ShardedSafetensors.UsualShardBytes,
        CustomParser = SizeArgument.Read,
    };

    public static Command Create()
    {
        var command = new Command("sat", """
            Brings a model from the layout of SAT, in which CogVideoX was trained, into that of diffusers.

            Examples:
              cogspace convert sat --transformer 1/mp_rank_00_model_states.pt --vae 3d-vae.pt --base CogVideoX-5b --variant 5b --output my-5b
              cogspace convert sat --vae 3d-vae.pt --variant 2b --output my-2b
            """)
        {
            Transformer, Vae, Base, Variant, Output, Type, ShardSize,
        };
        command.SetAction(
            (arguments, cancel) =>
                Failures.ExplainAsync(() => Task.Run(() => Run(arguments, cancel), CancellationToken.None))
        );
        return command;
    }

    private static void Run(ParseResult arguments, CancellationToken cancel)
    {
        var notes = WeightConversion.SatToModel(
            new SatConversionOptions
            {
                Output = arguments.GetValue(Output)!,
                Variant = SatVariant.Find(arguments.GetValue(Variant)!),
                Transformer = arguments.GetValue(Transformer),
                Vae = arguments.GetValue(Vae),
                Base = arguments.GetValue(Base),
                Type = arguments.GetValue(Type),
                ShardBytes = arguments.GetValue(ShardSize),
            },
            cancel);
        foreach (string note in notes)
            Console.Error.WriteLine($"Note: {note}");
        Console.Error.WriteLine($"{arguments.GetValue(Output)} is written.");
    }
}
