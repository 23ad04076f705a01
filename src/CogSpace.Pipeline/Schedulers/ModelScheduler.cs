namespace CogSpace.Pipeline.Schedulers;

/// <summary>The scheduler that a model comes with, and any other for whoever asks for it.</summary>
/// <param name="Kind">The model's own.</param>
/// <param name="Config">Its settings.</param>
internal sealed record ModelScheduler(SchedulerKind Kind, SchedulerConfig Config)
{
    /// <summary>The scheduler that a request is run with.</summary>
    /// <remarks>Source: CogVideo inference/cli_demo.py, which sets "trailing" whenever it puts a scheduler in the place of the model's own.</remarks>
    public IScheduler For(GenerationRequest request)
    {
        var kind = request.Scheduler ?? Kind;
        var spacing = request.Spacing ?? (kind == Kind ? null : TimestepSpacing.Trailing);
        var schedule = new NoiseSchedule(spacing is null ? Config : Config with { TimestepSpacing = Name(spacing.Value) });
        return kind == SchedulerKind.Dpm ? new DpmScheduler(schedule) : new DdimScheduler(schedule);
    }

    private static string Name(TimestepSpacing spacing) => spacing switch
    {
        TimestepSpacing.Leading => "leading",
        TimestepSpacing.Linspace => "linspace",
        _ => "trailing",
    };
}
