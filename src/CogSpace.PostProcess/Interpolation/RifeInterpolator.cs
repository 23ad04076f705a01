using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Interpolation;

/// <summary>
/// Draws frames between frames, so that motion is smoother: N frames become 2N - 1 at twice the rate, or 4N - 3 at four times.
/// </summary>
/// <remarks>
/// Frames that differ by coding noise at most, scene cuts and flashes are held: the frame before is shown for longer. Two
/// frames are in memory, and what is drawn between them.
/// </remarks>
public sealed class RifeInterpolator : IFrameStage
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

    /// <summary>How it is decided which frames are held; the reference's rule holds small things that move.</summary>
    internal ChangeRule Rule { get; init; }

    /// <inheritdoc/>
    public GenerationStage Kind => GenerationStage.Interpolating;

    /// <inheritdoc/>
    public VideoInfo Describe(VideoInfo source)
    {
        int frames = (_factor * (source.Frames - 1)) + 1;
        return source.Intervals is { } intervals
            ? source with // the last frame is shown for as long as it was
            {
                Frames = frames,
                FramesPerSecond = frames / source.Seconds,
                Intervals = intervals with { Shortest = intervals.Shortest / _factor },
            }
            : source with { Frames = frames, FramesPerSecond = source.FramesPerSecond * _factor };
    }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancel = default) =>
        Task.Run(() => NetworkSession.Check(_weightsFile, _options), cancel);

    /// <inheritdoc/>
    public IFrameFilter Open(VideoInfo source, IProgress<GenerationProgress>? progress = null) =>
        new Filter(this, Math.Max(source.Frames - 1, 1), new ClipClock(Kind, source, progress));

    /// <summary>The factor - 1 frames between two.</summary>
    private static List<Frame> Between(
        INetworkRun network, Frame first, Frame second, int factor, ChangeRule rule, CancellationToken cancel)
    {
        if (factor == 1)
            return [];
        var pair = new FramePair(Planes.Of(first), Planes.Of(second), network.Network.Multiple, rule);
        if (pair.Change != FrameChange.Motion)
            return Hold(first, second.Time, factor);
        if (network.Network.TakesMoment)
            return [
                .. Enumerable.Range(1, factor - 1).Select(i =>
                    pair.At((float)i / factor, network, cancel).ToFrame().At(Moment(first, second.Time, i, factor))),
            ];
        var middle = pair.Middle(network, cancel).ToFrame().At(Moment(first, second.Time, 1, 2));
        return
        [
            .. Between(network, first, middle, factor / 2, rule, cancel),
            middle,
            .. Between(network, middle, second, factor / 2, rule, cancel),
        ];
    }

    private static List<Frame> Hold(Frame frame, TimeSpan until, int factor) =>
        [.. Enumerable.Range(1, factor - 1).Select(i => frame.At(Moment(frame, until, i, factor)))];

    private static TimeSpan Moment(Frame first, TimeSpan second, int i, int factor) =>
        first.Time + ((second - first.Time) * i / factor);

    private sealed class Filter(RifeInterpolator interpolator, int pairs, ClipClock clock) : IFrameFilter
    {
        private NetworkSession? _network;
        private Frame? _before;

        public IReadOnlyList<Frame> Push(Frame frame, CancellationToken cancel = default)
        {
            cancel.ThrowIfCancellationRequested();
            clock.Start(frame);
            IReadOnlyList<Frame> finished = [];
            if (_before is not null)
            {
                // Opened when it is needed: until then the memory belongs to the pipeline.
                _network ??= NetworkSession.Open(interpolator._weightsFile, interpolator._options);
                finished = [_before, .. Between(_network, _before, frame, interpolator._factor, interpolator.Rule, cancel)];
            }

            clock.Report(clock.Frames - 1, pairs);
            clock.Pause();
            _before = frame;
            return finished;
        }

        public IReadOnlyList<Frame> Flush(CancellationToken cancel = default)
        {
            Dispose();
            return _before is null ? [] : [_before];
        }

        public void Dispose() => _network?.Dispose();
    }
}
