using System.CommandLine;
using CogSpace.Generation.Hub;

namespace CogSpace.Cli.Models;

/// <summary>cogspace models: which there are, and how they come and go.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "Lists, pulls, verifies and removes models.")
    {
        ListCommand.Create(), PullCommand.Create(), VerifyCommand.Create(), RemoveCommand.Create(),
    };

    public static HubOptions Hub(ParseResult arguments)
    {
        var options = HubOptions.FromEnvironment();
        if (arguments.GetValue(CacheOption) is { } cache)
            options = options with { CacheFolder = Path.GetFullPath(cache) };
        return options;
    }

    public static Option<string?> CacheOption { get; } =
        new("--cache")
        {
            Description =
                "The folder that models are kept in. Default: HF_HUB_CACHE, else HF_HOME/hub, else ~/.cache/huggingface/hub.",
            HelpName = "folder",
        };
}
