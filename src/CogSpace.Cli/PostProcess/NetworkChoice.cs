using System.CommandLine;
using CogSpace.Generation;

namespace CogSpace.Cli.PostProcess;

/// <summary>The options that say where the networks for upscaling and interpolation compute.</summary>
internal static class NetworkChoice
{
    private static readonly Option<string> Device = new("--device")
    {
        Description = "auto, cpu, cuda or cuda:n.",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<bool> Half = new("--half")
    {
        Description = "Compute in float16. Default: on a GPU when upscaling.",
    };

    private static readonly Option<int> Tile = new Option<int>("--tile")
    {
        Description = "Width and height of the parts that frames are cut into, 32 to 4096.",
        DefaultValueFactory = _ => new UpscalingOptions().Tile,
    }.Strict();

    public static IEnumerable<Option> ForUpscaling => [Device, Half, Tile];

    public static IEnumerable<Option> ForInterpolation => [Device, Half];

    /// <exception cref="InvalidRequestException">A number is out of its range, or there is no such device.</exception>
    public static Generator CreateGenerator(ParseResult arguments, bool takesTile)
    {
        int tile = takesTile ? arguments.GetValue(Tile) : new UpscalingOptions().Tile;
        if (tile is not (>= 32 and <= 4096))
            throw new InvalidRequestException($"Tiles of {tile} pixels are not possible: choose 32 to 4096.");
        string device = arguments.GetValue(Device)!;
        _ = DeviceChoice.Parse(device);      // refuses anything else
        var options = new NetworkOptions { Device = device, Half = arguments.GetValue(Half) ? true : null };
        return CommandGenerator.WithoutModels(networks: options, upscaling: new UpscalingOptions { Tile = tile });
    }
}
