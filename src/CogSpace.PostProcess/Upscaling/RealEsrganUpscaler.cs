using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Upscaling;

/// <summary>
/// Gives frames two or four times the pixels in each direction, with a network that has learnt what details look like.
/// </summary>
public sealed class RealEsrganUpscaler : IFrameStage
{
    private readonly string _weightsFile;
    private readonly NetworkOptions _options;
    private readonly UpscalingOptions _upscaling;

    /// <param name="weightsFile">Of Real-ESRGAN or ESRGAN.</param>
    /// <param name="options">Where and how to compute.</param>
    /// <param name="upscaling">How frames are cut.</param>
    /// <exception cref="ModelLoadException">The weights are missing, damaged, or of another network.</exception>
    public RealEsrganUpscaler(string weightsFile, NetworkOptions options, UpscalingOptions? upscaling = null)
    {
        (_weightsFile, _options, _upscaling) = (weightsFile, options, upscaling ?? new UpscalingOptions());
        var network = NetworkDescription.Read(weightsFile);
        if (network.Kind != NetworkKind.Upscaling)
            throw new ModelLoadException(
                weightsFile, $"it is {network.Description}, which makes no larger frames; choose weights of Real-ESRGAN.");
        Scale = network.Scale;
    }

    /// <inheritdoc/>
    public GenerationStage Kind => GenerationStage.Upscaling;

    /// <summary>Pixels of the result for each pixel of a frame, in one direction.</summary>
    public int Scale { get; }

    /// <inheritdoc/>
    public VideoInfo Describe(VideoInfo source) => source with { Width = source.Width * Scale, Height = source.Height * Scale };

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancel = default) =>
        Task.Run(() => NetworkSession.Check(_weightsFile, _options), cancel);

    /// <inheritdoc/>
    public IFrameFilter Open(VideoInfo source, IProgress<GenerationProgress>? progress = null) =>
        new Filter(this, source, new ClipClock(Kind, source, progress));

    private sealed class Filter(RealEsrganUpscaler upscaler, VideoInfo source, ClipClock clock) : IFrameFilter
    {
        private NetworkSession? _network;
        private FrameUpscaling? _upscaling;

        public IReadOnlyList<Frame> Push(Frame frame, CancellationToken cancel = default)
        {
            cancel.ThrowIfCancellationRequested();
            int before = clock.Frames;
            clock.Start(frame);
            if (_upscaling is null)
            {
                // Opened when it is needed: until then the memory belongs to the pipeline.
                clock.Report(0, source.Frames);
                _network = NetworkSession.Open(upscaler._weightsFile, upscaler._options);
                _upscaling = new FrameUpscaling(_network, upscaler._upscaling);
            }

            var larger = _upscaling.Run(
                frame, (tiles, of) => clock.Report((before * of) + tiles, source.Frames * of), cancel);
            clock.Pause();
            return [larger.At(frame.Time)];
        }

        public IReadOnlyList<Frame> Flush(CancellationToken cancel = default)
        {
            Dispose();
            return [];
        }

        public void Dispose() => _network?.Dispose();
    }
}
