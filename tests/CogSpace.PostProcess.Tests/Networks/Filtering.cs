namespace CogSpace.PostProcess.Tests.Networks;

/// <summary>Whole clips at once, for tests that are about what comes out.</summary>
internal static class Filtering
{
    public static List<Frame> Filter(
        this IFrameStage stage, IEnumerable<Frame> frames, VideoInfo source, IProgress<GenerationProgress>? progress,
        CancellationToken cancel)
    {
        using var filter = stage.Open(source, progress);
        List<Frame> finished = [.. frames.SelectMany(frame => filter.Push(frame, cancel))];
        return [.. finished, .. filter.Flush(cancel)];
    }
}
