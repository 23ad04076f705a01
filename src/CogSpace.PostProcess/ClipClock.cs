using System.Diagnostics;

namespace CogSpace.PostProcess;

/// <summary>
/// Where a filter is in its clip. How long the rest will take is estimated from the filter's own time, without the time that
/// frames are waited for.
/// </summary>
internal sealed class ClipClock(GenerationStage stage, VideoInfo source, IProgress<GenerationProgress>? progress)
{
    private readonly Stopwatch _watch = new();

    /// <summary>Frames that have come.</summary>
    public int Frames { get; private set; }

    /// <summary>A frame has come: work begins, or goes on.</summary>
    /// <exception cref="MediaException">It is of another size than the clip.</exception>
    public void Start(Frame frame)
    {
        Frames++;
        if ((frame.Width, frame.Height) != (source.Width, source.Height))
            throw new MediaException(
                $"Frame {Frames} has {frame.Width} x {frame.Height} pixels, and the video {source.Width} x " +
                $"{source.Height}: all frames must be of one size."
            );
        _watch.Start();
    }

    /// <summary>The next frame is waited for.</summary>
    public void Pause() => _watch.Stop();

    /// <param name="done">Steps that are done.</param>
    /// <param name="of">Steps that there are; can change when smaller ones are taken.</param>
    public void Report(int done, int of)
    {
        done = Math.Min(done, of);      // a header can promise too few frames
        double? left = done > 0 ? _watch.Elapsed.TotalSeconds / done * (of - done) : null;
        progress?.Report(new GenerationProgress(stage, done, of, left));
    }
}
