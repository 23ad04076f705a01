using CogSpace.PostProcess.Media.Resampling;

namespace CogSpace.PostProcess.Upscaling;

/// <summary>Gives frames more pixels without a network: smooth, quick, and no detail that was not there.</summary>
public sealed class LanczosUpscaler : IFrameStage
{
    private readonly int _scale;

    /// <param name="scale">2 or 4.</param>
    /// <exception cref="InvalidRequestException">It is another number.</exception>
    public LanczosUpscaler(int scale)
    {
        if (scale is not (2 or 4))
            throw new InvalidRequestException($"Frames {scale} times as large are not possible: choose 2 or 4.");
        _scale = scale;
    }

    /// <inheritdoc/>
    public GenerationStage Kind => GenerationStage.Upscaling;

    /// <inheritdoc/>
    public VideoInfo Describe(VideoInfo source) => source with { Width = source.Width * _scale, Height = source.Height * _scale };

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancel = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public IFrameFilter Open(VideoInfo source, IProgress<GenerationProgress>? progress = null) =>
        new Filter(_scale, source, new ClipClock(Kind, source, progress));

    private sealed class Filter(int scale, VideoInfo source, ClipClock clock) : IFrameFilter
    {
        public IReadOnlyList<Frame> Push(Frame frame, CancellationToken cancel = default)
        {
            cancel.ThrowIfCancellationRequested();
            clock.Start(frame);
            var larger = KernelResampler.Resample(
                PixelGrid.Of(frame), box: null, frame.Width * scale, frame.Height * scale, Kernel.Lanczos);
            clock.Report(clock.Frames, source.Frames);
            clock.Pause();
            return [new Frame(larger.Width, larger.Height, larger.Bytes.ToArray()).At(frame.Time)];
        }

        public IReadOnlyList<Frame> Flush(CancellationToken cancel = default) => [];

        public void Dispose()
        {
        }
    }
}
