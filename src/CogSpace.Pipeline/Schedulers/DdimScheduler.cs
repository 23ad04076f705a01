namespace CogSpace.Pipeline.Schedulers;

/// <summary>A first-order deterministic solver.</summary>
/// <remarks>
/// Source: DDIM eq. 12 with eta = 0, arXiv:2010.02502; diffusers scheduling_ddim_cogvideox.py. v-prediction, arXiv:2202.00512.
/// </remarks>
internal sealed class DdimScheduler(NoiseSchedule schedule) : IScheduler
{
    public SchedulerKind Kind => SchedulerKind.Ddim;

    public NoiseSchedule Schedule => schedule;

    public bool PrefersDynamicGuidance => false;

    public IDenoisingRun Start(int steps, int skip = 0) => new Run(schedule, steps, skip);

    private sealed class Run(NoiseSchedule schedule, int steps, int skip) : IDenoisingRun
    {
        private readonly int _stride = schedule.TrainedSteps / steps;

        public IReadOnlyList<int> Timesteps { get; } = schedule.Timesteps(steps)[skip..];

        public (Tensor Next, Tensor Clean) Step(int index, Tensor velocity, Tensor sample, NoiseSource noise)
        {
            using var scope = NewDisposeScope();
            int t = Timesteps[index];
            double now = schedule.AlphaBar(t);                              // ᾱ_t
            double next = schedule.NextAlphaBar(t - _stride);
            var clean = sample.Scaled(Math.Sqrt(now)) - velocity.Times(Math.Sqrt(1 - now));

            double keep = Math.Sqrt((1 - next) / (1 - now));
            double pull = Math.Sqrt(next) - (Math.Sqrt(now) * keep);
            return scope.MoveToOuter(sample.Scaled(keep).Plus(clean.Times(pull)), clean);
        }

        public void Dispose()
        {
        }
    }
}
