using CogSpace.Generation;
using CogSpace.Generation.Hub;

namespace CogSpace.Cli;

/// <summary>What makes the videos of a command, with what is installed in the models folder.</summary>
internal static class CommandGenerator
{
    /// <summary>For commands that need a model, which may also lie in the cache of a hub.</summary>
    /// <exception cref="CogSpaceException">The environment says of the hub what it cannot mean.</exception>
    public static Generator WithModels(PipelineOptions pipeline) =>
        Generator.Create(new GeneratorOptions
        {
            ModelsFolder = ModelsFolder.Default,
            Hub = HubOptions.FromEnvironment(),
            Pipeline = pipeline,
        });

    /// <summary>For commands that read and change videos, and ask no model.</summary>
    /// <param name="networks">Where and how networks for upscaling and interpolation compute; null: as usual.</param>
    /// <param name="upscaling">How frames are cut for upscaling; null: as usual.</param>
    public static Generator WithoutModels(NetworkOptions? networks = null, UpscalingOptions? upscaling = null) =>
        Generator.Create(new GeneratorOptions
        {
            ModelsFolder = ModelsFolder.Default,
            Networks = networks ?? new(),
            Upscaling = upscaling ?? new(),
        });
}
