using System.CommandLine;

namespace CogSpace.Cli.PostProcess;

/// <summary>The options of cogspace generate that say what is done to the frames.</summary>
internal static class PostProcessOptions
{
    private static readonly Option<bool> Upscale = new("--upscale") { Description = "Give the frames more pixels." };

    private static readonly Option<string?> Upscaler = new("--upscaler")
    {
        Description =
            "Weights for --upscale: a file, an installed name, or lanczos (4 times) or lanczos-2x for none. Default: the " +
            "smallest installed, else lanczos.",
        HelpName = "name",
    };

    private static readonly Option<int> Interpolate = new Option<int>("--interpolate")
    {
        Description = "Draw frames between frames, so that there are 2 or 4 times as many per second. Alone it means 2.",
        HelpName = "factor",
        Arity = ArgumentArity.ZeroOrOne,
    }.Strict();

    private static readonly Option<string?> Interpolator = new("--interpolator")
    {
        Description = "Weights for --interpolate: a file or an installed name. Default: the smallest installed.",
        HelpName = "name",
    };

    public static IEnumerable<Option> All => [Upscale, Upscaler, Interpolate, Interpolator];

    /// <param name="arguments">The command line.</param>
    /// <param name="recipe">What is done where the options do not say whether it is; null: nothing.</param>
    /// <returns>Null: the frames stay as they are.</returns>
    /// <exception cref="InvalidRequestException">Weights are named for what is not asked for.</exception>
    public static PostProcessing? Read(ParseResult arguments, PostProcessing? recipe = null)
    {
        var upscaling = arguments.IsGiven(Upscale) ? null : recipe;
        var interpolating = arguments.IsGiven(Interpolate) ? null : recipe;
        var postProcessing = new PostProcessing(
            upscaling?.Upscale ?? arguments.GetValue(Upscale),
            interpolating?.Interpolate ?? Factor(arguments),
            arguments.GetValue(Upscaler) ?? upscaling?.Upscaler,
            arguments.GetValue(Interpolator) ?? interpolating?.Interpolator);
        bool interpolates = arguments.IsGiven(Interpolate) || postProcessing.Interpolate != 1;
        if (postProcessing is { Upscale: false, Upscaler: not null })
            throw new InvalidRequestException("--upscaler names weights for --upscale: give both.");
        if (!interpolates && postProcessing.Interpolator is not null)
            throw new InvalidRequestException("--interpolator names weights for --interpolate: give both.");
        return postProcessing.Upscale || interpolates ? postProcessing : null;
    }

    /// <summary>Whether the options leave it to a recipe what enlarges frames.</summary>
    public static bool LeaveUpscaler(ParseResult arguments) => !arguments.IsGiven(Upscale) && !arguments.IsGiven(Upscaler);

    /// <summary>Whether the options leave it to a recipe what draws frames between frames.</summary>
    public static bool LeaveInterpolator(ParseResult arguments) =>
        !arguments.IsGiven(Interpolate) && !arguments.IsGiven(Interpolator);

    // Alone it means 2.
    private static int Factor(ParseResult arguments) =>
        arguments.GetResult(Interpolate) is not { Implicit: false } given ? 1
        : given.Tokens.Count > 0 ? arguments.GetValue(Interpolate)
        : 2;
}
