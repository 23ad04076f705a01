using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CogSpace.Generation;
using CogSpace.PostProcess.Media;
using CogSpace.PostProcess.Networks;
using CogSpace.Weights;

namespace CogSpace.Cli;

/// <summary>
/// The option that takes settings from a video made here: its recipe is written out as options, and what is given by hand
/// wins.
/// </summary>
internal static class RecipeOption
{
    public static Option<string?> Option { get; } =
        new("--recipe")
        {
            Description = "A video made here, whose settings are taken where no option says otherwise.",
            HelpName = "file",
        };

    // What --preset decides, with what depends on it. The number type stays the recipe's.
    private static readonly string[] OfPreset = ["--scheduler", "--spacing", "--guidance", "--dynamic-guidance", "--steps"];

    /// <returns>
    /// The command line with the recipe's options in it, and the recipe; the same command line and null where none is named.
    /// </returns>
    /// <exception cref="CogSpaceException">The file cannot be read or has no recipe, or what it names is not here.</exception>
    public static async Task<(ParseResult Arguments, Recipe? Recipe)> ApplyAsync(ParseResult arguments, CancellationToken cancel)
    {
        if (arguments.GetValue(Option) is not { } file)
            return (arguments, null);
        var recipe =
            RecipeTags.Read(await new VideoReader(new ReadingOptions()).ReadTagsAsync(file, cancel))
            ?? throw new InvalidRequestException(
                $"{file} carries no recipe: only videos that CogSpace made do, as long as no other program has rewritten them.");
        bool IsGiven(string option) => arguments.GetResult(option) is OptionResult { Implicit: false };

        CheckSource(file, recipe, IsGiven);
        var options = Settings(recipe);
        if (IsGiven("--preset"))
            options.RemoveAll(option => OfPreset.Contains(option.Name));
        if (!IsGiven("--lora"))
            options.AddRange(await LorasAsync(file, recipe, cancel));
        if (!IsGiven("--upscale") && recipe.Enhancement?.Upscaler is { } upscaler)
        {
            options.Add(("--upscale", "true"));
            if (!IsGiven("--upscaler"))
                options.Add(("--upscaler", await WeightsAsync(file, upscaler, "--upscaler", cancel)));
        }

        if (!IsGiven("--interpolate") && recipe.Enhancement?.Interpolator is { } interpolator)
        {
            options.Add(("--interpolate", $"{interpolator.Factor}"));
            if (!IsGiven("--interpolator"))
                options.Add(("--interpolator", await WeightsAsync(file, interpolator, "--interpolator", cancel)));
        }

        var words = arguments
            .Tokens.Select(token => token.Value)
            .Concat(
                options
                    .Where(option => option.Value.Length > 0 && !IsGiven(option.Name))
                    .Select(option => $"{option.Name}={option.Value}")
            );
        return (
            arguments.RootCommandResult.Command.Parse(
                [.. words], new ParserConfiguration { ResponseFileTokenReplacer = null }),
            recipe
        );
    }

    private static void CheckSource(string file, Recipe recipe, Func<string, bool> isGiven)
    {
        if (recipe.Task == Recipe.Inversion)
            throw new InvalidRequestException(
                $"{file} was made by cogspace invert, which takes no recipe: give its options by hand; cogspace " +
                "inspect shows them."
            );
        var (what, option) = recipe.Strength is null ? ("picture", "--image") : ("video", "--video");
        if (recipe.SourceSha256 is not null && !isGiven(option))
            throw new InvalidRequestException(
                $"{file} was made from a {what}, which its recipe does not hold: give it with {option}.");
    }

    private static List<(string Name, string Value)> Settings(Recipe recipe)
    {
        static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
        bool growsInGroups = recipe.Strength is null && recipe.Frames % 4 != 1; // then three were added to what was asked for
        List<(string, string)> settings =
        [
            ("--prompt", recipe.Prompt),
            ("--negative-prompt", recipe.NegativePrompt),
            ("--model", recipe.Model),
            ("--seed", $"{recipe.Seed}"),
            ("--steps", $"{recipe.Steps}"),
            ("--guidance", Text(recipe.Guidance)),
            ("--dynamic-guidance", recipe.DynamicGuidance ? "true" : "false"),
            ("--scheduler", recipe.Scheduler.ToLowerInvariant()),
            ("--frames", $"{(growsInGroups ? recipe.Frames - 3 : recipe.Frames)}"),
            ("--width", $"{recipe.Width}"),
            ("--height", $"{recipe.Height}"),
            ("--dtype", recipe.Type),
            ("--tiling", recipe.Tiled == true ? "true" : "false"),
        ];
        if (recipe.Weights is { } weights)
            settings.Add(("--weights", weights));
        if (recipe.Spacing is { } spacing)
            settings.Add(("--spacing", spacing));
        if (recipe.StepCache is { } stepCache)
            settings.Add(("--step-cache", Text(stepCache)));
        if (recipe.Strength is { } strength)
            settings.Add(("--strength", Text(strength)));
        if (recipe.SourceSha256 is not null)
            settings.Add(
                recipe.Crop is { } crop
                    ? ("--crop", string.Join(',', Text(crop.X), Text(crop.Y), Text(crop.Zoom)))
                    : ("--fit", "stretch")
            );
        return settings;
    }

    private static async Task<IEnumerable<(string, string)>> LorasAsync(string file, Recipe recipe, CancellationToken cancel)
    {
        var options = new List<(string, string)>();
        string folder = Path.Combine(ModelsFolder.Default, "loras");
        foreach (var lora in recipe.Loras ?? [])
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
            options.Add(("--lora", string.Create(CultureInfo.InvariantCulture, $"{path}:{lora.Scale}")));
        }

        return options;
    }

    private static async Task<string> WeightsAsync(string file, NetworkUse use, string option, CancellationToken cancel)
    {
        if (use.Sha256 is null)
            return Enhancements.WithoutNetwork.First(one => one.Scale == use.Factor).Name;
        foreach (var network in new NetworkCatalog(ModelsFolder.Default).Installed())
        {
            if (await FileHash.OfAsync(network.File, cancel) == use.Sha256)
                return network.File;
        }

        throw new CogSpaceException(
            $"{file} was made with the weights {use.File}, which are not installed in {ModelsFolder.Default}. Put them " +
            $"there, or name others with {option}."
        );
    }
}
