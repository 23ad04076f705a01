using System.CommandLine;
using System.CommandLine.Parsing;
using CogSpace.Cli.PostProcess;
using CogSpace.Generation;
using CogSpace.Weights;

namespace CogSpace.Cli;

/// <summary>
/// The option that takes settings from a video made here: its recipe is what stands where no option is given by hand.
/// </summary>
internal static class RecipeOption
{
    public static Option<string?> Option { get; } =
        new("--recipe")
        {
            Description = "A video made here, whose settings are taken where no option says otherwise.",
            HelpName = "file",
        };

    /// <returns>
    /// The command line with what the recipe says of model and number types, which no request holds; and the recipe's request
    /// with the files of this machine. The same command line and nulls where none is named.
    /// </returns>
    /// <exception cref="CogSpaceException">The file cannot be read or has no recipe, or what it names is not here.</exception>
    public static async Task<(ParseResult Arguments, Recipe? Recipe, GenerationRequest? Request)> ReadAsync(
        ParseResult arguments, CancellationToken cancel)
    {
        if (arguments.GetValue(Option) is not { } file)
            return (arguments, null, null);
        using var generator = CommandGenerator.WithoutModels();
        var recipe = await generator.RequireRecipeAsync(file, cancel);
        CheckSource(file, recipe, arguments);
        var request = recipe.Request with
        {
            Loras = arguments.IsGiven(LoraArgument.Option) ? null : await LorasAsync(file, recipe, cancel),
            PostProcessing = await PostProcessingAsync(file, recipe, generator.PostProcessor, arguments, cancel),
        };
        return (WithComputation(arguments, recipe), recipe, request);
    }

    /// <summary>As <see cref="ReadAsync"/>, for a server that has the model and everything else that the recipe names.</summary>
    /// <returns>null: none is named.</returns>
    /// <exception cref="CogSpaceException">The file cannot be read, or its recipe is missing or nothing for servers.</exception>
    public static async Task<Recipe?> ReadForServerAsync(ParseResult arguments, CancellationToken cancel)
    {
        if (arguments.GetValue(Option) is not { } file)
            return null;
        using var generator = CommandGenerator.WithoutModels();
        var recipe = await generator.RequireRecipeAsync(file, cancel);
        CheckSource(file, recipe, arguments);
        var request = recipe.Request;
        if (request.Spacing is not null || request.DynamicGuidance != (request.Scheduler == SchedulerKind.Dpm))
            throw new InvalidRequestException(
                $"{file} was made with --spacing or --dynamic-guidance, which servers do not take: give its other options by " +
                "hand; cogspace inspect shows them.");
        return recipe;
    }

    // As if it had been typed, and checked like that.
    private static ParseResult WithComputation(ParseResult arguments, Recipe recipe)
    {
        (string Name, string? Value)[] options =
        [
            ("--model", recipe.Model),
            ("--dtype", recipe.Computed.Type),
            ("--weights", recipe.Computed.Weights),
            ("--tiling", recipe.Computed.Tiled ? "true" : "false"),
        ];
        var words = arguments
            .Tokens.Select(token => token.Value)
            .Concat(
                options
                    .Where(option => option.Value is not null)
                    .Where(option => arguments.GetResult(option.Name) is not OptionResult { Implicit: false })
                    .Select(option => $"{option.Name}={option.Value}")
            );
        var read = arguments.RootCommandResult.Command.Parse(
            [.. words], new ParserConfiguration { ResponseFileTokenReplacer = null });
        return read.Errors is [var error, ..]
            ? throw new InvalidRequestException($"The recipe of {arguments.GetValue(Option)} cannot be used: {error.Message}")
            : read;
    }

    private static void CheckSource(string file, Recipe recipe, ParseResult arguments)
    {
        if (recipe.Request is VideoInversion)
            throw new InvalidRequestException(
                $"{file} was made by cogspace invert, which takes no recipe: give its options by hand; cogspace " +
                "inspect shows them."
            );
        var (what, option) = recipe.Request is ImageToVideo ? ("picture", "--image") : ("video", "--video");
        if (recipe.Request is SourceToVideo && arguments.GetResult(option) is not OptionResult { Implicit: false })
            throw new InvalidRequestException(
                $"{file} was made from a {what}, which its recipe does not hold: give it with {option}.");
    }

    private static async Task<PostProcessing?> PostProcessingAsync(
        string file, Recipe recipe, PostProcessor networks, ParseResult arguments, CancellationToken cancel) =>
        recipe.PostProcessing is not { } use
            ? null
            : use.Request with
            {
                Upscaler = use.Upscaler is { } upscaler && PostProcessOptions.LeaveUpscaler(arguments)
                    ? await WeightsAsync(file, upscaler, networks, "--upscaler", cancel)
                    : null,
                Interpolator = use.Interpolator is { } interpolator && PostProcessOptions.LeaveInterpolator(arguments)
                    ? await WeightsAsync(file, interpolator, networks, "--interpolator", cancel)
                    : null,
            };

    private static async Task<IReadOnlyList<LoraFile>?> LorasAsync(string file, Recipe recipe, CancellationToken cancel)
    {
        if (recipe.Loras is not { } loras)
            return null;
        var files = new List<LoraFile>();
        string folder = Path.Combine(ModelsFolder.Default, "loras");
        foreach (var lora in loras)
        {
            string path = Path.Combine(folder, lora.File), weights = AdapterFolder.WeightsOf(path);
            if (!File.Exists(weights))
                throw new CogSpaceException(
                    $"{file} was made with the LoRA {lora.File}, which is not in {folder}. Put it there, or name LoRAs " +
                    "with --lora."
                );
            if (await FileHash.OfAsync(weights, cancel) != lora.Sha256)
                throw new CogSpaceException(
                    $"{file} was made with another LoRA {lora.File} than the one in {folder}. Name LoRAs with --lora.");
            files.Add(new LoraFile(path, lora.Scale));
        }

        return files;
    }

    private static async Task<string> WeightsAsync(
        string file, AppliedNetwork use, PostProcessor networks, string option, CancellationToken cancel) =>
        await networks.FindAsync(use, cancel)
        ?? throw new CogSpaceException(
            $"{file} was made with the weights {use.File}, which are not installed in {ModelsFolder.Default}. Put them " +
            $"there, or name others with {option}."
        );
}
