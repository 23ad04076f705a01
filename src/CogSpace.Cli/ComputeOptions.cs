using System.CommandLine;
using CogSpace.Generation;

namespace CogSpace.Cli;

/// <summary>The options that say which model computes, where, and in which numbers.</summary>
internal static class ComputeOptions
{
    private static readonly Option<string?> Model = new("--model", "-m")
    {
        Description =
            "A model's folder, its name in the models folder, or the id of one that was pulled. Default: the smallest " +
            "that fits the task.",
    };

    private static readonly Option<ComputeType> Type = new("--dtype")
    {
        Description = "The number type to compute in: auto, float32, bfloat16 or float16 (GPU only).",
        HelpName = "type",
        CustomParser = result => TypeNames.Parse(result.Tokens[0].Value, result.AddError),
    };

    private static readonly Option<string> Device = new("--device")
    {
        Description = "auto, cpu, cuda or cuda:n.",
        DefaultValueFactory = _ => "auto",
    };

    public static IEnumerable<Option> All => [Model, Type, Device];

    /// <summary>The model alone, for commands that compute nothing.</summary>
    public static Option<string?> OfModel => Model;

    /// <summary>Where and in which numbers, for who needs no model.</summary>
    public static IEnumerable<Option> OfPlace => [Type, Device];

    public static PipelineOptions ReadPlace(ParseResult arguments) =>
        new() { Device = arguments.GetValue(Device)!, Type = arguments.GetValue(Type) };

    /// <param name="arguments">The command line.</param>
    /// <param name="models">The models that there are.</param>
    /// <param name="task">What the model has to be made for, if none is named.</param>
    /// <exception cref="CogSpaceException">There is no such model.</exception>
    public static ModelInfo ReadModel(ParseResult arguments, ModelCatalog models, ModelTask task = ModelTask.TextToVideo) =>
        arguments.GetValue(Model) is { } name ? models.Find(name) : models.SmallestFor(task);
}
