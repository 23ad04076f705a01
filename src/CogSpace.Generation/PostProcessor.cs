using CogSpace.PostProcess.Interpolation;
using CogSpace.PostProcess.Media;
using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;
using CogSpace.PostProcess.Upscaling;

namespace CogSpace.Generation;

/// <summary>From what a person asks to be done to frames to the filters that do it.</summary>
/// <param name="modelsFolder">Where weights are.</param>
/// <param name="options">Where and how networks compute.</param>
/// <param name="upscaling">How frames are cut for upscaling.</param>
public sealed class PostProcessor(string modelsFolder, NetworkOptions options, UpscalingOptions upscaling)
{
    private readonly NetworkCatalog _networks = new(modelsFolder);

    /// <summary>The upscaler that needs no weights, four times and two times.</summary>
    public static IReadOnlyList<(string Name, int Scale)> WithoutNetwork { get; } =
    [(AppliedNetwork.Lanczos, LanczosScale), ($"{AppliedNetwork.Lanczos}-2x", 2)];

    private const int LanczosScale = 4;

    /// <summary>
    /// The networks for upscaling that are installed, the smallest first: by a name that no other has, and the pixels of the
    /// result for each pixel of a frame, in one direction.
    /// </summary>
    public IReadOnlyList<(string Name, int Scale)> Upscalers() =>
        [.. _networks.Named(NetworkKind.Upscaling).Select(one => (one.Name, one.Network.Scale))];

    /// <summary>
    /// The networks for interpolation that are installed, the smallest first, each by a name that no other has.
    /// </summary>
    public IReadOnlyList<string> Interpolators() => [.. _networks.Named(NetworkKind.Interpolation).Select(one => one.Name)];

    /// <summary>What to ask for to have frames changed again by the network, or the method, that changed them before.</summary>
    /// <param name="applied">What changed them.</param>
    /// <param name="cancel">Ends the reading of weights.</param>
    /// <returns>A file of the same weights, or a name; null: they are not installed.</returns>
    public async Task<string?> FindAsync(AppliedNetwork applied, CancellationToken cancel = default)
    {
        if (applied.Sha256 is null)
            return WithoutNetwork.First(one => one.Scale == applied.Factor).Name;
        foreach (var network in _networks.Installed())
        {
            if (await FileHash.OfAsync(network.File, cancel) == applied.Sha256)
                return network.File;
        }

        return null;
    }

    /// <summary>Where networks for upscaling compute, for the log: "cpu, float32" or "cuda:0, float16".</summary>
    /// <exception cref="CogSpaceException">That device is not there.</exception>
    public string DescribePlace() => NetworkPlace.Describe(options);

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

    /// <param name="result">The frames that come out.</param>
    /// <returns>The same as a video holds them: of an even size.</returns>
    /// <exception cref="MediaException">No video holds frames as large.</exception>
    public static VideoInfo Written(VideoInfo result)
    {
        var written = EvenSize.Of(result);
        VideoWriter.CheckSize("the video", written.Width, written.Height);
        return written;
    }

    private FilterStep Upscaler(string? name, List<string> notes)
    {
        if (
            WithoutNetwork.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)) is
            { Scale: > 0 and var scale }
        )
            return WithoutWeights(scale);
        if (name is not null)
            return Network(_networks.Find(name, NetworkKind.Upscaling));
        if (_networks.Installed().FirstOrDefault(network => network.Kind == NetworkKind.Upscaling) is { } installed)
            return Network(installed);

        notes.Add(
            $"No weights for upscaling are installed, so the frames were enlarged {LanczosScale} times without a " +
            "neural network.");
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
            ? _networks.Find(name, NetworkKind.Interpolation)
            : _networks.Smallest(NetworkKind.Interpolation);
        return new FilterStep(
            new RifeInterpolator(network.File, postProcessing.Interpolate, options), network.File, postProcessing.Interpolate);
    }
}
