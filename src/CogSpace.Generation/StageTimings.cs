using System.Diagnostics;

namespace CogSpace.Generation;

/// <summary>Passes progress on and adds up how long each stage took.</summary>
internal sealed class StageTimings(IProgress<GenerationProgress>? next) : IProgress<GenerationProgress>
{
    private readonly Dictionary<GenerationStage, double> _seconds = [];
    private readonly Stopwatch _watch = new();
    private readonly Lock _lock = new();        // frames are made and filtered at the same time
    private GenerationStage? _current;
    private volatile GenerationProgress? _last;

    public void Report(GenerationProgress value)
    {
        Return(value.Stage);
        _last = value;
        next?.Report(value);
    }

    /// <summary>Shows a picture beside what was told last.</summary>
    public void Show(GenerationPreview preview)
    {
        if (_last is { } last)
            next?.Report(last with { Preview = preview });
    }

    /// <summary>A model is being loaded; nobody knows how far.</summary>
    public void ReportLoading() => Report(new GenerationProgress(GenerationStage.Loading, 0, 1, null));

    /// <summary>Time counts for a stage again, of which there is nothing new to tell.</summary>
    public void Return(GenerationStage stage)
    {
        lock (_lock)
        {
            if (stage != _current)
                Switch(stage);
        }
    }

    /// <summary>Seconds by stage; encoding runs beside decoding and ends with it.</summary>
    public IReadOnlyDictionary<GenerationStage, double> Finish()
    {
        lock (_lock)
            Switch(null);
        return _seconds;
    }

    private void Switch(GenerationStage? stage)
    {
        if (_current is { } ended)
            _seconds[ended] = _seconds.GetValueOrDefault(ended) + _watch.Elapsed.TotalSeconds;
        _current = stage;
        _watch.Restart();
    }
}
