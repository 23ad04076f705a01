using System.Diagnostics;

namespace CogSpace.PostProcess;

/// <summary>
/// Counts the steps of a filter and guesses from its own time, not from that of the pipeline, how long the rest will take.
/// </summary>
internal sealed class FilterClock(GenerationStage stage, IProgress<GenerationProgress>? progress)
{
    private readonly Stopwatch _watch = new();

    /// <summary>Work begins, or goes on.</summary>
    public void Start() => _watch.Start();

    /// <summary>Frames are waited for.</summary>
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
