namespace CogSpace.Web.Estimates;

/// <summary>
/// How long a video takes on this machine: learned, stage by stage, from those that it has made. The page, the queue and the
/// fair share all ask here.
/// </summary>
/// <param name="file">Where it is kept; null: in memory only.</param>
internal sealed class StageSpeeds(SpeedFile? file = null)
{
    private const double Unknown = 60;        // seconds, until the first video is finished
    private const int MostSpeeds = 500;

    private readonly Lock _lock = new();
    private readonly List<LearnedSpeed> _speeds = [.. file?.Read() ?? []];       // the newest last

    /// <returns>Seconds of each stage; null until a video was made with which it can be compared.</returns>
    public IReadOnlyDictionary<GenerationStage, double>? Of(IReadOnlyList<StageWork>? work)
    {
        if (work is null)
            return null;
        Dictionary<GenerationStage, double?> stages;
        lock (_lock)
            stages = work.ToDictionary(each => each.Stage, SecondsOf);
        if (UsualShares.Longest(stages.Keys).Any(stage => stages[stage] is not > 0))
            return null;

        // A stage that was never seen takes its usual share.
        double share =
            stages.Values.OfType<double>().Sum()
            / stages.Where(each => each.Value is not null).Sum(each => UsualShares.Of(each.Key));
        return stages.ToDictionary(each => each.Key, each => each.Value ?? (share * UsualShares.Of(each.Key)));
    }

    /// <returns>Seconds; a guess while nothing is known.</returns>
    public double SecondsOf(IReadOnlyList<StageWork>? work) => Of(work)?.Values.Sum() ?? Unknown;

    /// <summary>Takes note of a video that was made.</summary>
    /// <param name="work">What it asked for.</param>
    /// <param name="seconds">By stage; a stage that had nothing to do may be missing.</param>
    /// <param name="total">Seconds from beginning to end; what no stage counts belongs to the last one.</param>
    public void Learn(IReadOnlyList<StageWork> work, IReadOnlyDictionary<GenerationStage, double> seconds, double total)
    {
        double writing = total - seconds.Where(each => each.Key != GenerationStage.Writing).Sum(each => each.Value);
        lock (_lock)
        {
            foreach (var each in work.Where(each => each.Amount > 0))
            {
                double took = each.Stage == GenerationStage.Writing ? writing : seconds.GetValueOrDefault(each.Stage);
                Add(each, Math.Max(0, took) / each.Amount);
            }

            _speeds.RemoveRange(0, Math.Max(0, _speeds.Count - MostSpeeds));
            file?.Write(_speeds);
        }
    }

    private void Add(StageWork work, double rate)
    {
        int known = _speeds.FindIndex(speed => (speed.Stage, speed.Maker, speed.Size) == (work.Stage, work.Maker, work.Size));
        var speed = known < 0 ? new LearnedSpeed(work.Stage, work.Maker, work.Size, []) : _speeds[known];
        if (known >= 0)
            _speeds.RemoveAt(known);
        _speeds.Add(speed.With(rate));
    }

    private double? SecondsOf(StageWork work) => RateOf(work) is { } rate ? rate * work.Amount : null;

    // A size that was never seen lies between those that were, or takes as long for each part as the nearest.
    private double? RateOf(StageWork work)
    {
        var known = Comparable(work);
        var below = known.Where(speed => speed.Size <= work.Size).MaxBy(speed => speed.Size);
        var above = known.Where(speed => speed.Size >= work.Size).MinBy(speed => speed.Size);
        if (below is null || above is null || below.Size == above.Size)
            return (below ?? above)?.Rate;
        double part = Math.Log(work.Size / below.Size) / Math.Log(above.Size / below.Size);
        return below.Rate + (part * (above.Rate - below.Rate));
    }

    // A model that was never seen is compared with others by its size. Networks for frames differ too much for that.
    private List<LearnedSpeed> Comparable(StageWork work)
    {
        var stage = _speeds.FindAll(speed => speed.Stage == work.Stage);
        var own = stage.FindAll(speed => speed.Maker == work.Maker);
        return own.Count > 0 || work.Stage is GenerationStage.Upscaling or GenerationStage.Interpolating ? own : stage;
    }
}
