namespace CogSpace.Pipeline.Schedulers;

/// <summary>The scheduler that a model comes with, or another one on request.</summary>
/// <param name="Kind">The model's own.</param>
/// <param name="Config">Its settings.</param>
internal sealed record ModelScheduler(SchedulerKind Kind, SchedulerConfig Config)
{
    /// <summary>The scheduler that a request is run with.</summary>
    /// <remarks>
    /// Source: CogVideo inference/cli_demo.py, which sets "trailing" whenever it puts a scheduler in the place of the model's
    /// own.
    /// </remarks>
    public IScheduler For(GenerationRequest request)
    {
        var schedule = new NoiseSchedule(ConfigFor(request));
        return KindFor(request) == SchedulerKind.Dpm ? new DpmScheduler(schedule) : new DdimScheduler(schedule);
    }

    /// <summary>The scheduler that walks the other way, at the same timesteps.</summary>
    public DdimInverseScheduler InverseFor(VideoInversion request) => new(ConfigFor(request));

    // DPM draws noise at every step, so its way cannot be walked back.
    private SchedulerKind KindFor(GenerationRequest request) =>
        request is VideoInversion ? SchedulerKind.Ddim : request.Scheduler ?? Kind;

    private SchedulerConfig ConfigFor(GenerationRequest request)
    {
        var spacing = request.Spacing ?? (KindFor(request) == Kind ? null : TimestepSpacing.Trailing);
        return spacing is null ? Config : Config with { TimestepSpacing = Name(spacing.Value) };
    }

    private static string Name(TimestepSpacing spacing) => spacing switch
    {
        TimestepSpacing.Leading => "leading",
        TimestepSpacing.Linspace => "linspace",
        _ => "trailing",
    };
}
