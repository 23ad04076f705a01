namespace CogSpace.Web.Jobs;

/// <summary>A run's progress as one number that never goes back, although its last stages work in turns.</summary>
/// <param name="request">Decides which stages there will be.</param>
/// <remarks>Not safe for use by several threads at once.</remarks>
internal sealed class OverallProgress(GenerationRequest request)
{
    private readonly IReadOnlyDictionary<GenerationStage, int> _shares = SharesOf(request);
    private readonly Dictionary<GenerationStage, GenerationProgress> _last = [];
    private GenerationProgress? _furthest;
    private GenerationPreview? _preview;

    /// <summary>0 to 100.</summary>
    public int Percent { get; private set; }

    /// <returns>What is worth showing: of the stages that take turns the last one that has begun, and the last preview.</returns>
    public GenerationProgress Add(GenerationProgress progress)
    {
        _last[progress.Stage] = progress;
        _preview = progress.Preview ?? _preview;
        if (_furthest is null || progress.Stage >= _furthest.Stage)
            _furthest = progress;
        double done = _shares.Sum(stage => stage.Value * DoneOf(stage.Key)) / _shares.Values.Sum();
        Percent = Math.Max(Percent, (int)(100 * done));
        return _furthest with
        {
            Preview = _preview,
            SecondsLeft = TakesTurns(_furthest.Stage) ? SecondsLeft() : _furthest.SecondsLeft,
        };
    }

    // About what each stage takes of the time.
    private static Dictionary<GenerationStage, int> SharesOf(GenerationRequest request)
    {
        var shares = new Dictionary<GenerationStage, int>
        {
            [GenerationStage.Loading] = 2,
            [GenerationStage.ReadingPrompt] = 1,
            [GenerationStage.Denoising] = 72,
            [GenerationStage.Decoding] = 18,
        };
        if (request is not TextToVideo)
            (shares[GenerationStage.ReadingSource], shares[GenerationStage.Encoding]) = (1, 6);
        if (request.PostProcessing is { Upscale: true })
            shares[GenerationStage.Upscaling] = 30;
        if (request.PostProcessing is { Interpolate: > 1 })
            shares[GenerationStage.Interpolating] = 30;
        return shares;
    }

    // Decoding makes a few frames, these are upscaled, others are drawn between them, and then it goes on.
    private static bool TakesTurns(GenerationStage stage) => stage >= GenerationStage.Decoding;

    private double DoneOf(GenerationStage stage)
    {
        if (_furthest is { } furthest && furthest.Stage > stage && !TakesTurns(stage))
            return 1;       // a stage that has nothing to do says nothing
        return _last.TryGetValue(stage, out var last) ? Math.Clamp((double)last.Step / Math.Max(last.Of, 1), 0, 1) : 0;
    }

    // Decoding's guess has the turns of the others in it, those of the others have not.
    private double? SecondsLeft()
    {
        double? decoding = _last.GetValueOrDefault(GenerationStage.Decoding)?.SecondsLeft;
        var others = _last
            .Values.Where(stage => stage.Stage > GenerationStage.Decoding)
            .Select(stage => stage.SecondsLeft)
            .OfType<double>()
            .ToList();
        return others.Count > 0 ? Math.Max(decoding ?? 0, others.Sum()) : decoding;
    }
}
