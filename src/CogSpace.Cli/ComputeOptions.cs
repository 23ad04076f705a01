using System.CommandLine;
using CogSpace.Generation;
using CogSpace.Pipeline;

namespace CogSpace.Cli;

/// <summary>The options that say which model computes, where, and in which numbers.</summary>
internal static class ComputeOptions
{
    private static readonly Option<string?> Model = new("--model", "-m") { Description = "A model's folder, or its name in the models folder. Default: the smallest for text to video." };

    private static readonly Option<ComputeType> Type = new("--dtype")
    {
        Description = "The number type to compute in: auto, float32, bfloat16 or float16 (GPU only).",
        HelpName = "type",
        CustomParser = result => TypeNames.Parse(result.Tokens[0].Value, result.AddError),
    };

    private static readonly Option<string> Device = new("--device") { Description = "auto, cpu, cuda or cuda:n.", DefaultValueFactory = _ => "auto" };

    public static IEnumerable<Option> All => [Model, Type, Device];

    /// <exception cref="CogSpaceException">There is no such model.</exception>
    public static (ModelDescription Model, PipelineOptions Options) Read(ParseResult arguments)
    {
        var catalog = new ModelCatalog(ModelsFolder.Default);
        return (
            arguments.GetValue(Model) is { } name ? catalog.Find(name) : catalog.SmallestFor(ModelTask.TextToVideo),
            new PipelineOptions { Device = arguments.GetValue(Device)!, Type = arguments.GetValue(Type) });
    }
}
