using System.Runtime.CompilerServices;
using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Interpolation;

/// <summary>
/// Draws frames between frames, so that motion is smoother: N frames become 2N - 1 at twice the rate, or 4N - 3 at four times.
/// </summary>
/// <remarks>
/// Frames that do not differ, and scene cuts, are held: the frame before is shown for longer. Two frames are in memory, and
/// what is drawn between them.
/// </remarks>
public sealed class RifeInterpolator : IFrameFilter
{
    private readonly string _weightsFile;
    private readonly int _factor;
    private readonly NetworkOptions _options;

    /// <param name="weightsFile">Of RIFE, such as flownet.pkl.</param>
    /// <param name="factor">2 or 4.</param>
    /// <param name="options">
    /// Where and how to compute. Half, when nothing is said, is off on every device: the reference too draws in float32,
    /// whatever the video was made in.
    /// </param>
    /// <exception cref="InvalidRequestException">The factor is another one.</exception>
    /// <exception cref="ModelLoadException">The weights are missing, damaged, or of another network.</exception>
    public RifeInterpolator(string weightsFile, int factor, NetworkOptions options)
    {
        if (factor is not (2 or 4))
            throw new InvalidRequestException($"A frame rate {factor} times as high is not possible: choose 2 or 4.");
        var network = NetworkDescription.Read(weightsFile);
        if (network.Kind != NetworkKind.Interpolation)
            throw new ModelLoadException(
                weightsFile, $"it is {network.Description}, which draws no frames between frames; choose weights of RIFE.");
        (_weightsFile, _factor) = (weightsFile, factor);
        _options = new NetworkOptions
        {
            Device = options.Device,
            Half = options.Half ?? false,
            Threads = options.Threads,
            CacheFolder = options.CacheFolder,
        };
    }

    /// <inheritdoc/>
    public GenerationStage Stage => GenerationStage.Interpolating;

    /// <inheritdoc/>
    public VideoInfo Describe(VideoInfo source) =>
        source with
        {
            Frames = (_factor * (source.Frames - 1)) + 1,
            FramesPerSecond = source.FramesPerSecond * _factor,
        };

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancel = default) =>
        Task.Run(() => NetworkSession.Check(_weightsFile, _options), cancel);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Frame> ApplyAsync(
        IAsyncEnumerable<Frame> frames, VideoInfo source, IProgress<GenerationProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var clock = new FilterClock(Stage, progress);
        var (pairs, done) = (Math.Max(source.Frames - 1, 1), 0);
        NetworkSession? network = null;
        try
        {
            Frame? before = null;
            await foreach (var frame in SameSize.Require(frames, source, cancel))
            {
                clock.Start();
                if (before is not null)
                {
                    // Opened when it is needed: until then the memory belongs to the pipeline.
                    network ??= await Task.Run(() => NetworkSession.Open(_weightsFile, _options), cancel);
                    var (session, first, second) = (network, before, frame);
                    var between = await Task.Run(() => Between(session, first, second, _factor, cancel), cancel);
                    clock.Report(++done, pairs);
                    clock.Pause();
                    yield return before;
                    foreach (var drawn in between)
                        yield return drawn;
                }
                else
                {
                    clock.Report(done, pairs);
                    clock.Pause();
                }

                before = frame;
            }

            if (before is not null)
                yield return before;
        }
        finally
        {
            network?.Dispose();
        }
    }

    /// <summary>The factor - 1 frames between two.</summary>
    internal static List<Frame> Between(INetworkRun network, Frame first, Frame second, int factor, CancellationToken cancel)
    {
        if (factor == 1)
            return [];
        var pair = new FramePair(Planes.Of(first), Planes.Of(second), network.Network.Multiple);
        if (pair.Kind != PairKind.Ordinary)
            return [.. Enumerable.Repeat(first, factor - 1)];
        if (network.Network.TakesMoment)
            return [.. Enumerable.Range(1, factor - 1).Select(i => pair.At((float)i / factor, network, cancel).ToFrame())];
        var middle = pair.Middle(network, cancel).ToFrame();
        return
        [
            .. Between(network, first, middle, factor / 2, cancel),
            middle,
            .. Between(network, middle, second, factor / 2, cancel),
        ];
    }
}
