using CogSpace.PostProcess.Interpolation;
using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;
using CogSpace.PostProcess.Upscaling;

namespace CogSpace.Generation;

/// <summary>From what a person asks to be done to frames to the filters that do it.</summary>
/// <param name="networks">Which weights there are.</param>
/// <param name="options">Where and how networks compute.</param>
/// <param name="upscaling">How frames are cut for upscaling.</param>
public sealed class PostProcessor(NetworkCatalog networks, NetworkOptions options, UpscalingOptions upscaling)
{
    /// <summary>The upscaler that needs no weights, four times and two times.</summary>
    public static IReadOnlyList<(string Name, int Scale)> WithoutNetwork { get; } =
    [(AppliedNetwork.Lanczos, LanczosScale), ($"{AppliedNetwork.Lanczos}-2x", 2)];

    private const int LanczosScale = 4;

    /// <exception cref="CogSpaceException">
    /// Weights are missing, damaged or of another kind, or a number is out of its range.
    /// </exception>
    public FilterChain Chain(PostProcessing postProcessing)
    {
        postProcessing.Check();
        var (steps, notes) = (new List<FilterStep>(), new List<string>());
        if (postProcessing.Upscale)
            steps.Add(Upscaler(postProcessing.Upscaler, notes));
        if (postProcessing.Interpolate != 1)
            steps.Add(Interpolator(postProcessing));
        return new FilterChain(steps, notes);
    }

    private FilterStep Upscaler(string? name, List<string> notes)
    {
        if (
            WithoutNetwork.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)) is
            { Scale: > 0 and var scale }
        )
            return WithoutWeights(scale);
        if (name is not null)
            return Network(networks.Find(name, NetworkKind.Upscaling));
        if (networks.Installed().FirstOrDefault(network => network.Kind == NetworkKind.Upscaling) is { } installed)
            return Network(installed);

        notes.Add($"No weights for upscaling are installed, so the frames were enlarged {LanczosScale} times without a network.");
        return WithoutWeights(LanczosScale);
    }

    private static FilterStep WithoutWeights(int scale) => new(new LanczosUpscaler(scale), null, scale);

    private FilterStep Network(NetworkDescription network)
    {
        var upscaler = new RealEsrganUpscaler(network.File, options, upscaling);
        return new FilterStep(upscaler, network.File, upscaler.Scale);
    }

    private FilterStep Interpolator(PostProcessing postProcessing)
    {
        var network = postProcessing.Interpolator is { } name
            ? networks.Find(name, NetworkKind.Interpolation)
            : networks.Smallest(NetworkKind.Interpolation);
        return new FilterStep(
            new RifeInterpolator(network.File, postProcessing.Interpolate, options), network.File, postProcessing.Interpolate);
    }
}
