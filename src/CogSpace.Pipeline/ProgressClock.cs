using System.Diagnostics;

namespace CogSpace.Pipeline;

/// <summary>Counts steps and tells how long the rest will take, going by the steps so far.</summary>
internal sealed class ProgressClock(IProgress<GenerationProgress>? progress)
{
    private readonly Stopwatch _watch = new();
    private GenerationStage _stage;
    private int _step;
    private int _of;

    public void Start(GenerationStage stage, int of)
    {
        (_stage, _step, _of) = (stage, 0, of);
        _watch.Restart();
        progress?.Report(new GenerationProgress(stage, 0, of, null));
    }

    /// <summary>Starts a stage and gives what counts its steps.</summary>
    public Action Counting(GenerationStage stage, int of)
    {
        Start(stage, of);
        return Advance;
    }

    public void Advance() => Advance(picture: null);

    /// <param name="picture">What the step came to, if there is a picture of it.</param>
    public void Advance(Frame? picture)
    {
        _step++;
        var preview = picture is null ? null : new GenerationPreview(_step, picture);
        double perStep = _watch.Elapsed.TotalSeconds / _step;
        progress?.Report(new GenerationProgress(_stage, _step, _of, perStep * (_of - _step)) { Preview = preview });
    }
}
